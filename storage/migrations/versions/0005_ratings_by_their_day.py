"""Stars are counted by the day their reports ended, without a look at the reports themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RATED = sa.text("stars IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_report_rated", "report", ["ended_at", "agency", "stars"], sqlite_where=_RATED, postgresql_where=_RATED
    )


def downgrade() -> None:
    op.drop_index("ix_report_rated", table_name="report")
