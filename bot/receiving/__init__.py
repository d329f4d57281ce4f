"""From Telegram to the handlers: polling, the worker, and the office that handlers are given."""

from bot.receiving.configured_groups import link_configured_groups
from bot.receiving.office_maker import make_office
from bot.receiving.polling import Receiver
from bot.receiving.worker import Worker

__all__ = ["Receiver", "Worker", "link_configured_groups", "make_office"]
