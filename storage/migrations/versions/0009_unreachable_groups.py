"""A group that cannot be reached keeps what waits for it, and since when; files may wait for a group that takes none"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BOOLEAN = sa.Boolean(create_constraint=True, name="active")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("withheld_since", sa.DateTime(timezone=True)))
    with op.batch_alter_table("group_chat") as group:
        group.add_column(sa.Column("unreachable_since", sa.DateTime(timezone=True)))
        group.add_column(sa.Column("handed_over_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE group_chat SET unreachable_since = CURRENT_TIMESTAMP WHERE NOT active")
    with op.batch_alter_table("group_chat") as group:
        if op.get_bind().dialect.name == "sqlite":  # PostgreSQL has a type of its own for it, and no CHECK
            group.drop_constraint(op.f("ck_group_chat_active"), type_="check")
        group.drop_column("active")


def downgrade() -> None:
    with op.batch_alter_table("group_chat") as group:
        group.add_column(sa.Column("active", _BOOLEAN, nullable=False, server_default=sa.true()))
    op.execute("UPDATE group_chat SET active = (unreachable_since IS NULL)")
    with op.batch_alter_table("group_chat") as group:
        group.drop_column("handed_over_at")
        group.drop_column("unreachable_since")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("withheld_since")
