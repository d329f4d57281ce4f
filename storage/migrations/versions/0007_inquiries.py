"""A call that asks Telegram something carries what its answer is for"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("then", sa.Text))


def downgrade() -> None:
    op.drop_column("outbox", "then")
