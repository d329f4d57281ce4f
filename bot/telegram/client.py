"""python-telegram-bot's ExtBot as this programme uses it: any method by name, raw JSON in and out."""

import os
from functools import partial
from typing import Any

# Without it the library warns each time it reports how long Telegram asks us to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.ext import ExtBot

from bot.telegram.http import READ_SECONDS, TelegramHttp, as_they_are
from bot.telegram.pacing import Pacing


class TelegramBot(ExtBot[bool]):
    """Calls Telegram. Errors are python-telegram-bot's; what each means for a message is the courier's to decide."""

    def __init__(self, token: str, api_url: str, pacing: Pacing) -> None:
        self._http = TelegramHttp()
        self._pacing = pacing
        super().__init__(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=self._http,
            get_updates_request=self._http,
            rate_limiter=pacing,
        )

    async def open(self) -> None:
        """Open the connections without asking Telegram anything."""
        await self._http.initialize()

    async def close_connections(self) -> None:
        """Close the connections."""
        await self._http.shutdown()

    async def call(
        self, method: str, parameters: dict[str, Any], *, taken: bool = False, seconds: float = READ_SECONDS
    ) -> Any:
        """Call a Bot API method and return its result as JSON. `taken`: the caller has kept to the pacing itself.

        Straight to the library's request and rate limiter: an outbox row is JSON already, and what the library's own
        methods do for Python's objects (look into each value, warn of a method it knows by name) takes as long as the
        request itself.
        """
        ask = partial(self._http.post, f"{self.base_url}/{method}", as_they_are(parameters), read_timeout=seconds)
        return await self._pacing.process_request(ask, (), {}, method, parameters, taken or None)
