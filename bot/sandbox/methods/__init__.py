"""The methods of the Bot API that the local Telegram plays."""

from __future__ import annotations

# Importing a room registers its methods.
import bot.sandbox.methods.account
import bot.sandbox.methods.callbacks
import bot.sandbox.methods.chats
import bot.sandbox.methods.copying
import bot.sandbox.methods.editing
import bot.sandbox.methods.invites
import bot.sandbox.methods.media
import bot.sandbox.methods.moderating
import bot.sandbox.methods.receiving
import bot.sandbox.methods.sending  # noqa: F401
from bot.sandbox.methods.registry import PLAYED, Handler

__all__ = ["PLAYED", "Handler"]
