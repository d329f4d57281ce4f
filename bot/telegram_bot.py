"""python-telegram-bot's ExtBot as this programme uses it: any method by name, raw JSON in and out."""

import os
import warnings
from collections.abc import Callable
from typing import Any

# Without it the library warns each time it reports how long Telegram asks us to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.ext import ExtBot
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.pacing import Pacing
from bot.telegram_http import READ_SECONDS, TelegramHttp

_AsItIs: Callable[[Any], Any] = type(BaseRequest.DEFAULT_NONE)
"""The library's wrapper around a value that it hands on untouched."""


class TelegramBot(ExtBot[bool]):
    """Calls Telegram. Errors are python-telegram-bot's; what each means for a message is the courier's to decide."""

    def __init__(self, token: str, api_url: str, pacing: Pacing) -> None:
        # An outbox row names its method; the named methods of the library would only build objects nobody reads.
        warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)
        self._http = TelegramHttp()
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
        """Call a Bot API method and return its result as JSON. `taken`: the caller has kept to the pacing itself."""
        if isinstance(media := parameters.get("media"), list):
            # The library takes a list of that name for its own objects and looks into it; ours are JSON already.
            parameters = {**parameters, "media": _AsItIs(media)}
        return await self.do_api_request(
            method, api_kwargs=parameters, read_timeout=seconds, rate_limit_args=taken or None
        )
