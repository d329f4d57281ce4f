"""The receiver: asks Telegram for updates, and acknowledges them once they are worked or kept."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from telegram.error import Conflict, RetryAfter, TelegramError

from bot.support import Heartbeat, Retry, TimeSource, logger
from bot.telegram import TelegramBot, TelegramRefusesBot, seconds_of
from storage.errors import StorageError

POLL_SECONDS = 25
"""How long Telegram may hold an empty poll; it clamps at 50, and proxies on the way tend to cut at 30."""

BATCH = 100
"""Updates that one poll may bring; Telegram's own maximum."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What is used. Telegram's default would also bring what nobody here reads, and it leaves out other kinds silently."""

POLL_AGAIN = Retry(first=0.5, longest=30.0)
"""After a failed poll, or updates that could not be kept; Telegram keeps them for a day."""


class Receiver:
    """Long polling. Updates count as received only once `arrived` has committed them; it raises StorageError."""

    def __init__(
        self,
        bot: TelegramBot,
        arrived: Callable[[list[dict[str, Any]]], Awaitable[None]],
        time_source: TimeSource,
        *,
        retry: Retry = POLL_AGAIN,
    ) -> None:
        self._bot = bot
        self._arrived = arrived
        self._retry = retry
        self._log = logger("receiver")
        self._offset: int | None = None
        self.heartbeat = Heartbeat("receiver", time_source.monotonic)

    async def run(self) -> None:
        """Receive until cancelled. Raises TelegramRefusesBot when Telegram does not know the bot."""
        pauses = self._retry.pauses()
        while True:
            self.heartbeat.begin()
            try:
                updates = await self._poll()
                if updates:
                    self.heartbeat.begin()
                    await self._arrived(updates)
                    self._offset = updates[-1]["update_id"] + 1
                pauses = self._retry.pauses()
                self.heartbeat.done()
            except TelegramRefusesBot:
                raise
            except RetryAfter as error:
                self.heartbeat.done()
                await asyncio.sleep(seconds_of(error))
            except Conflict as error:
                # A webhook left over from another installation; nothing comes by polling until it is gone.
                self._log.warning("polling refused", reason=str(error))
                await self._unhook()
                self.heartbeat.done()
                await self._rest(pauses)
            except TelegramError as error:
                # No fault of this part: it asks again, and Telegram keeps what has come.
                self._log.warning("poll failed", error=str(error))
                self.heartbeat.done()
                await self._rest(pauses)
            except StorageError as error:
                # Not acknowledged, so Telegram sends the same updates again.
                self._log.error("updates could not be kept", error=str(error))
                self.heartbeat.failed(type(error).__name__)
                await self._rest(pauses)

    async def _poll(self) -> list[dict[str, Any]]:
        parameters = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        updates: list[dict[str, Any]] = await self._bot.call("getUpdates", parameters, seconds=POLL_SECONDS + 10)
        return updates

    async def _unhook(self) -> None:
        try:
            # At once, whatever holds sending: nothing is received before it.
            await self._bot.call("deleteWebhook", {"drop_pending_updates": False}, paced=True)
        except TelegramRefusesBot:
            raise
        except TelegramError as error:
            self._log.warning("the webhook could not be removed", error=str(error))

    async def _rest(self, pauses: Iterator[float]) -> None:
        await asyncio.sleep(next(pauses))
