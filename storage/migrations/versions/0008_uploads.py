"""Files to be uploaded have a table; a send whose outcome stays unknown is counted on its row"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HAS_CONTENT = sa.text("content IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("mime", sa.String(length=127), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.Column("file_unique_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_sha256", "upload", ["sha256"], unique=False)
    op.create_index(
        "ix_upload_content",
        "upload",
        ["id"],
        unique=False,
        sqlite_where=_HAS_CONTENT,
        postgresql_where=_HAS_CONTENT,
    )
    op.add_column("outbox", sa.Column("unknown", sa.SmallInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("unknown")
    op.drop_index("ix_upload_content", table_name="upload")
    op.drop_index("ix_upload_sha256", table_name="upload")
    op.drop_table("upload")
