"""From the outbox to Telegram: the courier with its lanes and its ledger, and the announcer."""

from bot.sending.announcer import Announcer
from bot.sending.courier import Courier
from bot.sending.losses import Losses

__all__ = ["Announcer", "Courier", "Losses"]
