"""Telegram as we call it: the client, its HTTP, its pace, and our own account there."""

from bot.telegram.account import Account, ask_account
from bot.telegram.client import TelegramBot
from bot.telegram.commands import publish_commands
from bot.telegram.http import NotSent
from bot.telegram.limits import UNPACED, Limits, cost_of, seconds_of
from bot.telegram.pacing import CallUnderWay, Pacing
from bot.telegram.token import RefusedCall, TelegramRefusesBot

__all__ = [
    "UNPACED",
    "Account",
    "CallUnderWay",
    "Limits",
    "NotSent",
    "Pacing",
    "RefusedCall",
    "TelegramBot",
    "TelegramRefusesBot",
    "ask_account",
    "cost_of",
    "publish_commands",
    "seconds_of",
]
