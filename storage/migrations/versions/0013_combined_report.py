"""The reports of combined cards stand in a table of that name"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rename("gathered_report", "combined_report")


def downgrade() -> None:
    _rename("combined_report", "gathered_report")


def _rename(before: str, after: str) -> None:
    op.drop_index(f"ix_{before}_report", table_name=before)
    with op.batch_alter_table(before) as batch:
        batch.drop_constraint(op.f(f"pk_{before}"), type_="primary")
    op.rename_table(before, after)
    with op.batch_alter_table(after) as batch:
        batch.create_primary_key(op.f(f"pk_{after}"), ["outbox_id", "report_id"])
    op.create_index(f"ix_{after}_report", after, ["report_id"])
