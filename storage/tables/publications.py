"""What was last published at Telegram about the bot itself: command lists and the like, which stay there until replaced."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, table_of


class Publication(SQLModel, table=True):
    """One call whose effect stays at Telegram, by a name of its own ("setMyCommands all_private_chats jv").

    `fingerprint` stands for the bot and everything the call said; `outbox_id` is the row by which it went.
    """

    __tablename__ = "publication"

    name: str = Field(sa_column=sa.Column(sa.String(128), primary_key=True))
    fingerprint: str = Field(sa_column=sa.Column(sa.String(64), nullable=False))
    outbox_id: int = Field(sa_column=big(nullable=False))


PUBLICATIONS = table_of(Publication)
