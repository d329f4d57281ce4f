"""From the outbox to Telegram: the courier with its lanes and its ledger, and the announcer."""

from bot.sending.announcer import Announcer
from bot.sending.courier import Courier

__all__ = ["Announcer", "Courier"]
