"""From Telegram to the handlers: polling, the worker, and the bot and office that handlers are given."""

from bot.receiving.configured_groups import link_configured_groups
from bot.receiving.office import furnish
from bot.receiving.outbox_bot import OutboxBot
from bot.receiving.polling import Receiver
from bot.receiving.worker import Worker

__all__ = ["OutboxBot", "Receiver", "Worker", "furnish", "link_configured_groups"]
