"""Reminders, the satisfaction survey, and what the coordinators can do about a late agency"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")
_OFFICER = sa.text("actor = 'officer'")
_KINDS = (
    "filed", "accepted", "rerouted", "asked", "answered", "added", "amended", "replied", "noted", "promised",
    "resolved", "confirmed", "reopened", "closed", "proposed", "consented", "refused", "withdrawn", "rated",
)  # fmt: skip
_NEW_KINDS = ("nudged", "extended", "rechecked")


def upgrade() -> None:
    op.create_table(
        "reminder",
        _key(),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            _choice(
                "kind", "response_half", "response_due", "response_escalated", "response_leadership",
                "resolution_half", "resolution_due", "resolution_escalated", "question", "question_lapse", "confirm",
                "confirm_lapse", "still_good", "draft", "digest", "silent_groups",
            ),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _choice("state", "pending", "done"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("subject", "kind", "number", name=op.f("uq_reminder_subject")),
    )  # fmt: skip
    op.create_index(
        "ix_reminder_pending", "reminder", ["due_at", "id"], sqlite_where=_PENDING, postgresql_where=_PENDING
    )
    # Reports that are open already get their clocks at the first tick: it finds that this is not what they wait for.
    op.execute(
        sa.text(
            "INSERT INTO reminder (subject, kind, number, due_at, state) "
            "SELECT 'report:' || CAST(id AS VARCHAR(20)), 'still_good', 0, filed_at, 'pending' FROM report "
            "WHERE status IN ('submitted', 'in_progress', 'waiting_reporter', 'resolved')"
        )
    )
    op.create_table(
        "survey",
        _key(),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("quarter", sa.String(length=8), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=True),
        sa.Column("answers", sa.String(length=9), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("user_id", "quarter", name=op.f("uq_survey_user_id")),
    )
    op.create_index("ix_survey_agency", "survey", ["agency", "quarter"])
    op.add_column("person", sa.Column("muted_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("nudges", sa.SmallInteger(), server_default="0", nullable=False))
    op.create_index("ix_conversation_state", "conversation", ["state", "updated_at"])
    _allow((*_KINDS, *_NEW_KINDS))
    op.create_index(
        "ix_report_event_officer", "report_event", ["agency", "at"], sqlite_where=_OFFICER, postgresql_where=_OFFICER
    )


def downgrade() -> None:
    op.drop_index("ix_report_event_officer", table_name="report_event")
    # What the older programme has no word for cannot stay.
    op.execute(sa.text("DELETE FROM report_event WHERE kind IN ('nudged', 'extended', 'rechecked')"))
    _allow(_KINDS)
    op.drop_index("ix_conversation_state", table_name="conversation")
    op.drop_column("report", "nudges")
    op.drop_column("person", "muted_since")
    op.drop_index("ix_survey_agency", table_name="survey")
    op.drop_table("survey")
    op.drop_index("ix_reminder_pending", table_name="reminder")
    op.drop_table("reminder")


def _allow(kinds: Sequence[str]) -> None:
    """Have events of these kinds and no others; SQLite copies the table for it."""
    name = op.f("ck_report_event_kind")
    with op.batch_alter_table("report_event") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN ({', '.join(repr(kind) for kind in kinds)})")


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
