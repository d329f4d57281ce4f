"""The connection to Telegram: python-telegram-bot's own Bot, called by the Bot API's names with JSON in and out."""

import os
import warnings
from collections.abc import Mapping
from typing import Any

# Without it the library warns each time it reports how long Telegram asks us to wait.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import InputMedia
from telegram.error import BadRequest, InvalidToken
from telegram.ext import ExtBot
from telegram.warnings import PTBUserWarning

from bot.support import Retry
from bot.telegram.http import READ_SECONDS, TelegramHttp
from bot.telegram.pacing import Pacing
from bot.telegram.token import ASK_AGAIN, TokenCheck

# The library recommends its named methods, which build an object of each answer; an outbox row is a name and JSON.
warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning, r"bot\.telegram\.client\Z")


class TelegramBot:
    """One bot account at one Bot API server (`api_url`). It may call after `open` and until `close_connections`.

    `doubt`: how often Telegram is asked before it is believed that it does not know the bot.
    """

    def __init__(self, token: str, api_url: str, pacing: Pacing, *, doubt: Retry = ASK_AGAIN) -> None:
        server = api_url.rstrip("/")
        self._http = TelegramHttp()
        self._bot = ExtBot(
            token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=self._http,
            get_updates_request=self._http,
            rate_limiter=pacing,
        )
        self._token = TokenCheck(self.who, doubt)

    async def open(self) -> None:
        """Open the connections without asking Telegram anything; harmless when they are open."""
        await self._http.initialize()

    async def close_connections(self) -> None:
        """Close the connections; a call under way fails with NetworkError."""
        self._token.close()
        await self._http.shutdown()

    async def who(self) -> Any:
        """Return what getMe says, at once whatever the pacing. Raises TelegramError as `call` does, and InvalidToken."""
        return await self._request("getMe", {}, paced=True, seconds=READ_SECONDS)

    async def call(
        self, method: str, parameters: Mapping[str, Any], *, paced: bool = False, seconds: float = READ_SECONDS
    ) -> Any:
        """Call a method of the Bot API (core.telegram.org/bots/api) and return its `result` as JSON.

        `parameters` are JSON and stay as they are; a telegram.InputFile in them is uploaded. An answer may take
        `seconds`. Waits until the pacing lets the call go, unless the caller has counted it there itself (`paced`);
        getUpdates is never paced.

        Raises telegram.error.TelegramError and nothing else of the library's or of HTTP: RetryAfter, ChatMigrated,
        Forbidden, Conflict or BadRequest when Telegram refused; NotSent when it surely did not act on the call; TimedOut
        or NetworkError when the outcome is unknown; TelegramRefusesBot when Telegram does not know the bot, which is
        asked again before it is believed (bot/telegram/token.py).
        """
        try:
            return await self._request(method, parameters, paced=paced, seconds=seconds)
        except InvalidToken as refusal:
            raise await self._token.meaning(refusal) from refusal

    async def download(self, file_id: str) -> bytes:
        """Return a file's bytes; Telegram gives a bot 20 MB at most (core.telegram.org/bots/api#getfile).

        Raises as `call` does: BadRequest for a file that is larger or gone.
        """
        found = await self.call("getFile", {"file_id": file_id}, paced=True)
        if "file_path" not in found:
            raise BadRequest("the file has no path")
        try:
            return await self._http.retrieve(
                f"{self._bot.base_file_url}/{found['file_path']}", read_timeout=READ_SECONDS
            )
        except InvalidToken as error:
            # What the library makes of a 404, which here is the file's.
            raise BadRequest("the file is gone") from error

    async def _request(self, method: str, parameters: Mapping[str, Any], *, paced: bool, seconds: float) -> Any:
        arguments = dict(parameters)
        if isinstance(media := arguments.get("media"), list):
            arguments["media"] = [_media(item) for item in media]
        return await self._bot.do_api_request(
            method, api_kwargs=arguments, read_timeout=seconds, rate_limit_args=paced or None
        )


def _media(item: Mapping[str, Any]) -> InputMedia:
    """Return an album's item as the library wants it: it fills in defaults there and finds files to upload."""
    rest = {name: value for name, value in item.items() if name not in {"type", "media"}}
    return InputMedia(item["type"], item["media"], parse_mode=rest.pop("parse_mode", None), api_kwargs=rest)
