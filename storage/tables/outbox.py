"""The outbox: every call to Telegram that a transaction decided on, waiting for the courier."""

from datetime import datetime
from enum import IntEnum, StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, closed_choice, moment, open_choice, table_of


class OutboxState(StrEnum):
    """Waiting, sent, given up with an error, or no longer worth sending."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"


class Priority(IntEnum):
    """Who waits for whom when Telegram's limits bind; a smaller number goes first."""

    INSTANT = 0
    ANSWER = 10
    PUSH = 20
    CARD = 30
    REMINDER = 40
    DIGEST = 50
    ANNOUNCEMENT = 60


class Role(StrEnum):
    """What a sent message is to its report, so that a reply to it or a later edit finds its way."""

    TRACKER = "tracker"
    PUSH = "push"
    QUESTION = "question"
    CARD = "card"
    ALBUM = "album"
    NOTE = "note"
    PROMPT = "prompt"
    CHOICE = "choice"
    SCREEN = "screen"


class OutboxMessage(SQLModel, table=True):
    """One call of one Bot API method.

    `chat_id` is the lane in which order is kept; None for calls that have no chat (callback answers, commands).
    `payload` is the call's JSON parameters; a negative message id in it stands for the result of the outbox row of
    that number. `then` is what the answer to a call that only reads is for, as JSON; the answer comes back as
    an update. `once` rows are never tried again when it is unknown whether Telegram acted; `unknown` counts how often
    that was so, `attempted_at` tells of an attempt of which nobody knows yet what it brought about. `withheld_since`:
    since when it waits for its chat to take files again, while everything else goes past it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "ix_outbox_pending",
            "id",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )

    id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    chat_id: int | None = Field(default=None, sa_column=big())
    method: str = Field(sa_column=sa.Column(sa.String(64), nullable=False))
    payload: str = Field(sa_column=sa.Column(sa.Text, nullable=False))
    priority: int = Field(default=Priority.ANSWER, sa_column=sa.Column(sa.SmallInteger, nullable=False))
    once: bool = Field(
        default=False, sa_column=sa.Column(sa.Boolean(create_constraint=True, name="once"), nullable=False)
    )
    report_id: int | None = Field(default=None, sa_column=big())
    role: Role | None = Field(default=None, sa_column=sa.Column(open_choice(Role)))
    then: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    state: OutboxState = Field(
        default=OutboxState.PENDING, sa_column=sa.Column(closed_choice(OutboxState, "state"), nullable=False)
    )
    unknown: int = Field(default=0, sa_column=sa.Column(sa.SmallInteger, nullable=False, server_default="0"))
    attempts: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    created_at: datetime = Field(sa_column=moment(nullable=False))
    attempted_at: datetime | None = Field(default=None, sa_column=moment())
    expires_at: datetime | None = Field(default=None, sa_column=moment())
    withheld_since: datetime | None = Field(default=None, sa_column=moment())
    finished_at: datetime | None = Field(default=None, sa_column=moment())
    message_id: int | None = Field(default=None, sa_column=big())
    error: str | None = Field(default=None, sa_column=sa.Column(sa.Text))


class MessageLink(SQLModel, table=True):
    """Which report a message of ours belongs to, and as what.

    Written with the outbox row; `message_id` follows when Telegram has given it. A resend whose first outcome was
    unknown adds a second row. `purpose` holds what a prompt or choice waits for.
    """

    __tablename__ = "message_link"
    __table_args__ = (
        sa.UniqueConstraint("chat_id", "message_id"),
        sa.Index("ix_message_link_report", "report_id", "role"),
        sa.Index("ix_message_link_outbox", "outbox_id"),
    )

    id: int | None = Field(
        default=None,
        sa_column=sa.Column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    )
    outbox_id: int = Field(sa_column=big(nullable=False))
    chat_id: int = Field(sa_column=big(nullable=False))
    message_id: int | None = Field(default=None, sa_column=big())
    report_id: int | None = Field(default=None, sa_column=big())
    role: Role = Field(sa_column=sa.Column(open_choice(Role), nullable=False))
    purpose: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    created_at: datetime = Field(sa_column=moment(nullable=False))


OUTBOX = table_of(OutboxMessage)
MESSAGE_LINKS = table_of(MessageLink)
