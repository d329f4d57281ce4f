"""What happens by the clock: ticks, reminders, handing over, unknown holidays, and tidying up."""

from bot.timing.handing_over import HandingOver
from bot.timing.holiday_watch import HolidayWatch
from bot.timing.reminding import TICK_SECONDS, Reminding
from bot.timing.ticker import Ticker
from bot.timing.tidying import TIDY_SECONDS, Tidying

__all__ = ["TICK_SECONDS", "TIDY_SECONDS", "HandingOver", "HolidayWatch", "Reminding", "Ticker", "Tidying"]
