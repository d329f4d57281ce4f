"""The inbox: every update as Telegram sent it, kept before it is acknowledged."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, closed_choice, key, moment, table_of


class InboxState(StrEnum):
    """Waiting to be worked, done, or set aside after failing for good."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class InboxUpdate(SQLModel, table=True):
    """One update. `update_id` is Telegram's own and makes a second delivery harmless; `id` is the order of arrival.

    `body` is emptied once the update is done: what it said lives on only where it belongs.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        sa.Index(
            "ix_inbox_pending",
            "id",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    update_id: int = Field(sa_column=big(nullable=False, unique=True))
    body: str = Field(sa_column=sa.Column(sa.Text, nullable=False))
    received_at: datetime = Field(sa_column=moment(nullable=False))
    state: InboxState = Field(
        default=InboxState.PENDING, sa_column=sa.Column(closed_choice(InboxState, "state"), nullable=False)
    )
    attempts: int = Field(default=0, sa_column=sa.Column(sa.SmallInteger, nullable=False))
    error: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    finished_at: datetime | None = Field(default=None, sa_column=moment())


INBOX = table_of(InboxUpdate)
