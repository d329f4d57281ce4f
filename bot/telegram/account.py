"""The bot's own account at Telegram: asked at the start, patiently, for the network may come up after us."""

import asyncio
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.support import logger
from bot.telegram.client import TelegramBot

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


class TelegramRefusesBot(Exception):
    """Telegram does not know this bot: the token is wrong or was revoked."""


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's own id and username."""

    id: int
    username: str


async def ask_account(bot: TelegramBot) -> Account:
    """Return who the token belongs to, waiting for Telegram as long as it takes. Raises TelegramRefusesBot."""
    log = logger("account")
    pause = FIRST_PAUSE
    while True:
        try:
            me = await bot.call("getMe", {})
        except InvalidToken as error:
            raise TelegramRefusesBot(
                "Telegram does not know this bot; check TAPROSE_TELEGRAM__TOKEN (@BotFather shows it)"
            ) from error
        except TelegramError as error:
            log.warning("Telegram does not answer yet", error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        else:
            return Account(me["id"], me.get("username", ""))
