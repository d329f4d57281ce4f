"""Uploads: files of our own making that are sent, kept until Telegram has them."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import key, moment, table_of


class Upload(SQLModel, table=True):
    """One file. Its bytes stand in `content` or, where it lies on a disk, at `path`; `file_id` is Telegram's once known.

    `kind` is the parameter of the Bot API in which it goes (photo, document, video): Telegram's id belongs to that kind.
    """

    __tablename__ = "upload"
    __table_args__ = (
        sa.Index("ix_upload_sha256", "sha256"),
        sa.Index(
            "ix_upload_content",
            "id",
            sqlite_where=sa.text("content IS NOT NULL"),
            postgresql_where=sa.text("content IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    kind: str = Field(sa_column=sa.Column(sa.String(16), nullable=False))
    name: str = Field(sa_column=sa.Column(sa.String(255), nullable=False))
    mime: str = Field(sa_column=sa.Column(sa.String(127), nullable=False))
    size: int = Field(sa_column=sa.Column(sa.Integer, nullable=False))
    sha256: str = Field(sa_column=sa.Column(sa.String(64), nullable=False))
    content: bytes | None = Field(default=None, sa_column=sa.Column(sa.LargeBinary))
    path: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    file_id: str | None = Field(default=None, sa_column=sa.Column(sa.String(255)))
    file_unique_id: str | None = Field(default=None, sa_column=sa.Column(sa.String(64)))
    created_at: datetime = Field(sa_column=moment(nullable=False))


UPLOADS = table_of(Upload)
