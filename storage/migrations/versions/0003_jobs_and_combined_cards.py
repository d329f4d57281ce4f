"""Jobs that run in the background, and the reports of combined cards"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("state IN ('running', 'stopping')")


def upgrade() -> None:
    op.create_table(
        "gathered_report",
        sa.Column("outbox_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", "report_id", name=op.f("pk_gathered_report")),
    )
    op.create_index("ix_gathered_report_report", "gathered_report", ["report_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", _choice("kind", "announcement"), nullable=False),
        sa.Column("state", _choice("state", "running", "stopping", "stopped", "done"), nullable=False),
        sa.Column("method", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("total", "handed", "tallied", "sent", "failed")),
        sa.Column("progress_chat", sa.BigInteger(), nullable=True),
        sa.Column("progress_message", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_active", "job", ["id"], unique=False, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE)
    op.create_table(
        "job_recipient",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("job_id", "place", name=op.f("pk_job_recipient")),
        sa.UniqueConstraint("job_id", "chat_id", name=op.f("uq_job_recipient_job_id")),
    )


def downgrade() -> None:
    op.drop_table("job_recipient")
    op.drop_index("ix_job_active", table_name="job")
    op.drop_table("job")
    op.drop_index("ix_gathered_report_report", table_name="gathered_report")
    op.drop_table("gathered_report")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
