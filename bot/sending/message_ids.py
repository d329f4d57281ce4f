"""Message ids: which messages earlier rows became, for calls that speak of them before Telegram has named them."""

from collections import OrderedDict

from storage.engine import Database
from storage.outbox import Outgoing
from storage.tables import Role

REMEMBERED = 10_000
"""Ids kept in memory; older ones are read from the outbox."""


class MessageIds:
    """Knows the first message of every row that was sent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[int, int] = OrderedDict()

    def remember(self, row: int, message_ids: tuple[int, ...]) -> None:
        """Keep what a row became, before it is on record."""
        if message_ids:
            self._known[row] = message_ids[0]
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    async def of(self, row: int) -> int | None:
        """Return the message that an earlier row became, or None when it became none. Raises StorageError."""
        if row in self._known:
            return self._known[row]
        async with self._database.reading() as reading:
            return await reading.outbox.message_of(row)

    async def resolve(self, row: Outgoing) -> bool:
        """Put real message ids for those that stand for earlier rows; False when the call is about a message never sent.

        So is a file that belongs to a card: it would be nobody knows whose, and comes with the card when that is opened.
        Raises StorageError.
        """
        target = row.payload.get("message_id")
        if isinstance(target, int) and target < 0:
            found = await self.of(-target)
            if found is None:
                return False
            row.payload["message_id"] = found
        reply = row.payload.get("reply_parameters")
        if isinstance(reply, dict) and reply.get("message_id", 0) < 0:
            found = await self.of(-reply["message_id"])
            if found is None and row.role is Role.ALBUM:
                return False
            if found is None:
                del row.payload["reply_parameters"]
            else:
                reply["message_id"] = found
        return True
