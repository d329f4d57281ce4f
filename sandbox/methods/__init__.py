"""The methods of the Bot API that the local Telegram implements."""

from __future__ import annotations

# Importing a module registers its methods.
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
from sandbox.methods.registry import IMPLEMENTED, Handler

__all__ = ["IMPLEMENTED", "Handler"]
