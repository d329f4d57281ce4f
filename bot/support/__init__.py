"""What every room uses: logs, the time, retrying, and the sentences for what only an operator can mend."""

from bot.support.failures import fatal, of_database
from bot.support.heartbeat import Heartbeat
from bot.support.logs import logger, set_up_logging
from bot.support.retry import Retry
from bot.support.supervisor import PartEnded, Supervisor
from bot.support.telling import told
from bot.support.time_source import SystemTime, TimeSource

__all__ = [
    "Heartbeat",
    "PartEnded",
    "Retry",
    "Supervisor",
    "SystemTime",
    "TimeSource",
    "fatal",
    "logger",
    "of_database",
    "set_up_logging",
    "told",
]
