"""The methods of the Bot API that the local Telegram plays."""

from __future__ import annotations

# Importing a room registers its methods.
import sandbox.methods.account
import sandbox.methods.callbacks
import sandbox.methods.chats
import sandbox.methods.copying
import sandbox.methods.editing
import sandbox.methods.invites
import sandbox.methods.media
import sandbox.methods.moderating
import sandbox.methods.receiving
import sandbox.methods.sending  # noqa: F401
from sandbox.methods.registry import PLAYED, Handler

__all__ = ["PLAYED", "Handler"]
