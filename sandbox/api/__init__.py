"""The Bot API over HTTP."""

from sandbox.api.bot_api import BotApi

__all__ = ["BotApi"]
