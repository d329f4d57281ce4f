"""Whether Telegram still knows the bot: asked of Telegram itself when a call was refused as if it did not.

401 and 404 come for other reasons too (a proxy on the way, a server that restarts, a method it does not have), and only
getMe, which every bot may call, can tell.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.support import Retry, logger
from bot.telegram.http import NotSent

ASK_AGAIN = Retry(first=1.0, longest=15.0, tries=6)
"""A running bot is not ended for what passes within half a minute."""

HOW_TO_MEND = "Telegram does not know this bot; check TAPROSE_TELEGRAM__TOKEN (@BotFather shows it)"


class TelegramRefusesBot(InvalidToken):
    """Telegram does not know this bot: getMe says so again and again. The token is wrong or was revoked."""

    def __init__(self) -> None:
        super().__init__(HOW_TO_MEND)


class RefusedCall(BadRequest):
    """One call was answered with 401 or 404, but getMe knows the bot: the refusal is about this call alone."""


class TokenCheck:
    """Asks getMe (`ask`) for all calls that were refused meanwhile, once; `retry` says how often before it is believed."""

    def __init__(self, ask: Callable[[], Awaitable[Any]], retry: Retry = ASK_AGAIN) -> None:
        self._ask = ask
        self._retry = retry
        self._asking: asyncio.Task[bool | None] | None = None
        self._log = logger("token")

    async def meaning(self, refusal: InvalidToken) -> TelegramError:
        """Return what a call's 401 or 404 means.

        TelegramRefusesBot when getMe is refused each time; RefusedCall when it is answered; NotSent (the call was not
        accepted and can be made again) when nobody can tell because Telegram does not answer.
        """
        if self._asking is None or self._asking.done():
            self._log.warning("a call was refused as if the bot were unknown; asking Telegram", error=str(refusal))
            self._asking = asyncio.create_task(self._known())
        match await asyncio.shield(self._asking):
            case True:
                return RefusedCall("401 or 404 for this call, though getMe knows the bot")
            case False:
                return TelegramRefusesBot()
            case None:
                return NotSent("401 or 404, and getMe does not say whether Telegram knows the bot")

    def close(self) -> None:
        """Stop asking."""
        if self._asking is not None:
            self._asking.cancel()

    async def _known(self) -> bool | None:
        """Tell whether Telegram knows the bot; None when it says neither."""
        unknown = True
        for pause in (0.0, *self._retry.pauses()):
            await asyncio.sleep(pause)
            try:
                await self._ask()
            except InvalidToken:
                continue
            except TelegramError as error:
                unknown = False
                self._log.warning("Telegram does not say whether it knows the bot", error=str(error))
            else:
                return True
        return False if unknown else None
