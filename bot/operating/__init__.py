"""What an operator looks at: the doctor, the preview, health and metrics over HTTP."""

from bot.operating.clock_preview import BadDay, preview
from bot.operating.doctor import examine
from bot.operating.health import Health
from bot.operating.http import HttpServer
from bot.operating.metrics import CourierMetrics, exposition
from bot.operating.retired import retired_codes

__all__ = ["BadDay", "CourierMetrics", "Health", "HttpServer", "examine", "exposition", "preview", "retired_codes"]
