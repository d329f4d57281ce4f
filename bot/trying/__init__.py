"""The product to try out: the bot on a local Telegram, seeded with people, groups and reports."""

from bot.trying.demo import play
from bot.trying.playground import Playground

__all__ = ["Playground", "play"]
