"""People and groups: who talks to us, and which chat belongs to which agency."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, moment, open_choice, table_of


class Person(SQLModel, table=True):
    """Someone who reports or acts. `id` is a number of our own, the same whatever they write by."""

    __tablename__ = "person"

    id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    name: str = Field(sa_column=sa.Column(sa.String(200), nullable=False))
    language: str | None = Field(default=None, sa_column=sa.Column(sa.String(8)))
    consented_at: datetime | None = Field(default=None, sa_column=moment())
    unreachable_since: datetime | None = Field(default=None, sa_column=moment())
    muted_since: datetime | None = Field(default=None, sa_column=moment())
    created_at: datetime = Field(sa_column=moment(nullable=False))


class TelegramAccount(SQLModel, table=True):
    """The Telegram account of a person: the only place where Telegram's id of somebody meets ours."""

    __tablename__ = "telegram_account"
    __table_args__ = (sa.UniqueConstraint("person_id"),)

    user_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    person_id: int = Field(sa_column=big(nullable=False))
    username: str | None = Field(default=None, sa_column=sa.Column(sa.String(64)))


class GroupRole(StrEnum):
    """What a group is for. UNLINKED: the bot is there, but nobody has said whose it is."""

    AGENCY = "agency"
    COORDINATION = "coordination"
    LEADERSHIP = "leadership"
    UNLINKED = "unlinked"


class Group(SQLModel, table=True):
    """A group chat the bot knows.

    `unreachable_since`: since when nothing can be delivered there, because the bot was removed or may not write. The link
    stays, and what is for the group waits. `handed_over_at`: when the coordinators were given what had waited for long.
    `linked_by` is the Telegram id of whoever linked it, as `chat_id` is Telegram's id of the group.
    """

    __tablename__ = "group_chat"
    __table_args__ = (sa.Index("ix_group_chat_agency", "agency"),)

    chat_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    title: str = Field(default="", sa_column=sa.Column(sa.String(255), nullable=False))
    role: GroupRole = Field(sa_column=sa.Column(open_choice(GroupRole), nullable=False))
    agency: str | None = Field(default=None, sa_column=sa.Column(sa.String(32)))
    linked_by: int | None = Field(default=None, sa_column=big())
    linked_at: datetime | None = Field(default=None, sa_column=moment())
    unreachable_since: datetime | None = Field(default=None, sa_column=moment())
    handed_over_at: datetime | None = Field(default=None, sa_column=moment())

    @property
    def is_reachable(self) -> bool:
        """Whether messages arrive there, as far as is known."""
        return self.unreachable_since is None

    @property
    def is_left(self) -> bool:
        """Whether nothing is said there any more: it cannot be reached, and is nobody's, or has a new id."""
        return not self.is_reachable and self.role is GroupRole.UNLINKED


class Conversation(SQLModel, table=True):
    """What a chat with one person is in the middle of: aiogram's state and data, in the update's own transaction."""

    __tablename__ = "conversation"
    __table_args__ = (sa.Index("ix_conversation_state", "state", "updated_at"),)

    chat_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    user_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    state: str | None = Field(default=None, sa_column=sa.Column(sa.String(64)))
    data: str = Field(default="{}", sa_column=sa.Column(sa.Text, nullable=False))
    updated_at: datetime = Field(sa_column=moment(nullable=False))


class Counter(SQLModel, table=True):
    """Numbers given out once: outbox rows, arrivals, tickets of a year. Taken inside the transaction that uses them."""

    __tablename__ = "counter"

    name: str = Field(sa_column=sa.Column(sa.String(32), primary_key=True))
    value: int = Field(sa_column=big(nullable=False))


PEOPLE = table_of(Person)
TELEGRAM_ACCOUNTS = table_of(TelegramAccount)
GROUPS = table_of(Group)
CONVERSATIONS = table_of(Conversation)
COUNTERS = table_of(Counter)
