"""Where each chat is in its conversation: read once a transaction, changed in memory, written together at its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.jsontext import read, written
from storage.tables import CONVERSATIONS, Conversation
from storage.unit import Reads, Unit, Writes
from storage.upsert import Upsert

_READ = sa.select(CONVERSATIONS.c.chat_id, CONVERSATIONS.c.user_id, CONVERSATIONS.c.state, CONVERSATIONS.c.data).where(
    # Both lists, so that the key's index is used; what lies between them is few and left aside by the reader.
    CONVERSATIONS.c.chat_id.in_(sa.bindparam("chats", expanding=True)),
    CONVERSATIONS.c.user_id.in_(sa.bindparam("users", expanding=True)),
)
_WRITE = Upsert(
    Conversation,
    ["chat_id", "user_id"],
    lambda given: {name: given[name] for name in ("state", "data", "updated_at")},
)


@dataclass(frozen=True, slots=True)
class LeftConversation:
    """One person's unfinished conversation, untouched since `at`."""

    user_id: int
    at: datetime


class ConversationReads(Reads):
    """Looks up conversations that were left."""

    async def untouched(self, state: str, after: datetime, until: datetime) -> Sequence[LeftConversation]:
        """Return the conversations in a state that were last touched after one moment and up to another, oldest first."""
        query = (
            sa.select(CONVERSATIONS.c.user_id, CONVERSATIONS.c.updated_at)
            .where(
                CONVERSATIONS.c.state == state,
                CONVERSATIONS.c.updated_at > after,
                CONVERSATIONS.c.updated_at <= until,
                CONVERSATIONS.c.chat_id == CONVERSATIONS.c.user_id,
            )
            .order_by(CONVERSATIONS.c.updated_at, CONVERSATIONS.c.user_id)
        )
        return [LeftConversation(*row) for row in await self._session.execute(query)]


class Conversations(ConversationReads, Writes):
    """The conversations of a transaction, by (chat, user)."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(unit)
        self._known: dict[tuple[int, int], tuple[str | None, dict[str, Any]]] = {}
        self._changed: set[tuple[int, int]] = set()

    async def prefetch(self, keys: Iterable[tuple[int, int]]) -> None:
        """Read many at once; those that do not exist are remembered as empty."""
        wanted = {key for key in keys if key not in self._known}
        if not wanted:
            return
        chats, users = list({chat for chat, _user in wanted}), list({user for _chat, user in wanted})
        rows = await self._session.execute(_READ, {"chats": chats, "users": users})
        for key in wanted:
            self._known[key] = (None, {})
        for chat, user, state, data in rows:
            if (chat, user) in wanted:
                self._known[chat, user] = (state, read(data))

    async def get(self, chat: int, user: int) -> tuple[str | None, dict[str, Any]]:
        """Return state and data, to be left as they are; (None, {}) for a conversation that never was."""
        if (chat, user) not in self._known:
            await self.prefetch([(chat, user)])
        return self._known[chat, user]

    def put(self, chat: int, user: int, state: str | None, data: dict[str, Any]) -> None:
        """Replace state and data."""
        self._known[chat, user] = (state, data)
        self._changed.add((chat, user))

    async def flush(self) -> None:
        """Write what changed in one statement."""
        if not self._changed:
            return
        rows = [
            {
                "chat_id": chat,
                "user_id": user,
                "state": self._known[chat, user][0],
                "data": written(self._known[chat, user][1]),
                "updated_at": self._unit.now,
            }
            for chat, user in sorted(self._changed)
        ]
        await self._session.execute(self._unit.built(_WRITE), rows)
        self._changed.clear()
