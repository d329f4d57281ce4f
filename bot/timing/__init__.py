"""What happens by the clock: ticks, reminders, unknown holidays, and tidying up."""

from bot.timing.holiday_watch import HolidayWatch
from bot.timing.reminding import TICK_SECONDS, Reminding
from bot.timing.ticker import Ticker
from bot.timing.tidying import TIDY_SECONDS, Tidying

__all__ = ["TICK_SECONDS", "TIDY_SECONDS", "HolidayWatch", "Reminding", "Ticker", "Tidying"]
