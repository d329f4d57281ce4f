"""The bot's own account at Telegram: asked at the start, patiently, for the network may come up after us."""

import asyncio
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.support import Retry, logger
from bot.telegram.client import TelegramBot
from bot.telegram.token import TelegramRefusesBot

ASK_AGAIN = Retry(first=0.5, longest=30.0)

REFUSALS = 3
"""How often in a row Telegram must refuse before it is believed: a second and a half for whoever mistyped a token."""


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's own id and username."""

    id: int
    username: str


async def ask_account(bot: TelegramBot, retry: Retry = ASK_AGAIN) -> Account:
    """Return who the token belongs to, waiting for Telegram as long as it takes. Raises TelegramRefusesBot."""
    log = logger("account")
    pauses = retry.pauses()
    refusals = 0
    while True:
        try:
            me = await bot.who()
        except InvalidToken as error:
            refusals += 1
            if refusals >= REFUSALS:
                raise TelegramRefusesBot from error
            log.warning("Telegram does not know the bot; asking again", error=str(error))
        except TelegramError as error:
            refusals = 0
            log.warning("Telegram does not answer yet", error=str(error))
        else:
            return Account(me["id"], me.get("username", ""))
        await asyncio.sleep(next(pauses))
