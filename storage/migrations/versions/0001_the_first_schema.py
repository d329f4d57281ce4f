"""The first schema"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for make in (
        _conversation,
        _counter,
        _group_chat,
        _inbox,
        _message_link,
        _outbox,
        _person,
        _report,
        _report_attachment,
        _report_event,
    ):
        make()


def _choice(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=24)


def _where(condition: sa.TextClause) -> dict[str, Any]:
    return {"sqlite_where": condition, "postgresql_where": condition}


def _numbered() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=64)),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name=op.f("pk_conversation")),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )


def _group_chat() -> None:
    op.create_table(
        "group_chat",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("role", _choice("role", "agency coordination leadership unlinked"), nullable=False),
        sa.Column("agency", sa.String(length=32)),
        sa.Column("active", sa.Boolean(create_constraint=True, name="active"), nullable=False),
        sa.Column("linked_by", sa.BigInteger),
        sa.Column("linked_at", MOMENT),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_group_chat")),
    )
    op.create_index("ix_group_chat_agency", "group_chat", ["agency"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        _numbered(),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", _choice("state", "pending done failed"), nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
    )
    op.create_index("ix_inbox_pending", "inbox", ["id"], **_where(sa.text("state = 'pending'")))


def _message_link() -> None:
    op.create_table(
        "message_link",
        _numbered(),
        sa.Column("outbox_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("report_id", sa.BigInteger),
        sa.Column(
            "role", _choice("role", "tracker push question card album note prompt choice screen"), nullable=False
        ),
        sa.Column("purpose", sa.Text),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_link")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_message_link_chat_id")),
    )
    op.create_index("ix_message_link_outbox", "message_link", ["outbox_id"])
    op.create_index("ix_message_link_report", "message_link", ["report_id", "role"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False),
        sa.Column("once", sa.Boolean(create_constraint=True, name="once"), nullable=False),
        sa.Column("report_id", sa.BigInteger),
        sa.Column("role", _choice("role", "tracker push question card album note prompt choice screen")),
        sa.Column("state", _choice("state", "pending sent dead expired"), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("attempted_at", MOMENT),
        sa.Column("expires_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_pending", "outbox", ["id"], **_where(sa.text("state = 'pending'")))


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("username", sa.String(length=64)),
        sa.Column("language", sa.String(length=8)),
        sa.Column("consented_at", MOMENT),
        sa.Column("unreachable_since", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_person")),
    )


def _report() -> None:
    op.create_table(
        "report",
        _numbered(),
        sa.Column("ticket", sa.String(length=32), nullable=False),
        sa.Column("kind", _choice("kind", "complaint aspiration information"), nullable=False),
        sa.Column("category", sa.String(length=48), nullable=False),
        sa.Column("agency", sa.String(length=32)),
        sa.Column(
            "status",
            _choice(
                "status", "submitted in_progress waiting_reporter resolved closed cannot_act rejected merged withdrawn"
            ),
            nullable=False,
        ),
        sa.Column("identity", _choice("identity", "named anonymous confidential"), nullable=False),
        sa.Column("reporter_id", sa.BigInteger),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("place", sa.JSON),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("kecamatan_code", sa.String(length=16)),
        sa.Column("desa_code", sa.String(length=16)),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("response_due", MOMENT, nullable=False),
        sa.Column("resolution_due", MOMENT, nullable=False),
        sa.Column("promised_for", MOMENT),
        sa.Column("accepted_at", MOMENT),
        sa.Column("responded_at", MOMENT),
        sa.Column("waiting_since", MOMENT),
        sa.Column("resolved_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("closing", _choice("closing", "confirmed silent")),
        sa.Column("holder_id", sa.BigInteger),
        sa.Column("holder_name", sa.String(length=200)),
        sa.Column("last_act", sa.String(length=24)),
        sa.Column("last_actor", sa.String(length=200)),
        sa.Column("last_at", MOMENT),
        sa.Column("last_answer", sa.Text),
        sa.Column("bounces", sa.SmallInteger, nullable=False),
        sa.Column("reopenings", sa.SmallInteger, nullable=False),
        sa.Column("supporters", sa.Integer, nullable=False),
        sa.Column("proposal", _choice("proposal", "cannot_act reject")),
        sa.Column("proposal_reason", sa.Text),
        sa.Column("ending_reason", sa.Text),
        sa.Column("stars", sa.SmallInteger),
        sa.Column("comment", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("ticket", name=op.f("uq_report_ticket")),
        sqlite_autoincrement=True,
    )
    _report_indexes()


def _report_indexes() -> None:
    op.create_index(
        "ix_report_holder",
        "report",
        ["holder_id"],
        **_where(sa.text("status IN ('submitted', 'in_progress', 'waiting_reporter')")),
    )
    op.create_index(
        "ix_report_queue",
        "report",
        ["agency", "response_due"],
        **_where(sa.text("status IN ('submitted', 'in_progress', 'waiting_reporter')")),
    )
    op.create_index("ix_report_reporter", "report", ["reporter_id", "id"])


def _report_attachment() -> None:
    op.create_table(
        "report_attachment",
        _numbered(),
        sa.Column("report_id", sa.BigInteger, nullable=False),
        sa.Column("event_id", sa.BigInteger),
        sa.Column("kind", _choice("kind", "photo video document voice"), nullable=False),
        sa.Column("file_id", sa.String(length=256), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=255)),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_attachment_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_attachment")),
    )
    op.create_index("ix_report_attachment_report", "report_attachment", ["report_id"])


def _report_event() -> None:
    op.create_table(
        "report_event",
        _numbered(),
        sa.Column("report_id", sa.BigInteger, nullable=False),
        sa.Column(
            "kind",
            _choice(
                "kind",
                "filed accepted rerouted asked answered added amended replied noted promised resolved confirmed reopened closed proposed consented refused withdrawn rated",
            ),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", _choice("actor", "reporter officer coordinator system"), nullable=False),
        sa.Column("actor_id", sa.BigInteger),
        sa.Column("actor_name", sa.String(length=200)),
        sa.Column("agency", sa.String(length=32)),
        sa.Column("text", sa.Text),
        sa.Column("data", sa.JSON),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_event_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_event")),
    )
    op.create_index("ix_report_event_report", "report_event", ["report_id", "id"])


def downgrade() -> None:
    for table in (
        "report_event",
        "report_attachment",
        "report",
        "person",
        "outbox",
        "message_link",
        "inbox",
        "group_chat",
        "counter",
        "conversation",
    ):
        op.drop_table(table)
