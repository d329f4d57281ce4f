"""Metrics: what an operator watches of the courier, in Prometheus' format."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.sending import Courier
from bot.support import TimeSource
from bot.telegram import Pacing
from storage.tables import Priority

RATE_SECONDS = 60.0
"""Over how long the effective rate is measured."""


class CourierMetrics(Collector):
    """Reads the courier when it is asked; nothing is counted twice and nothing costs a send anything."""

    def __init__(self, courier: Courier, pacing: Pacing, time_source: TimeSource) -> None:
        self._courier = courier
        self._pacing = pacing
        self._time = time_source
        self._seen: list[tuple[float, int]] = []

    def collect(self) -> Iterator[Metric]:
        """Yield the figures as they are now."""
        length, oldest = self._queue()
        waiting = GaugeMetricFamily("taprose_outbox_waiting", "Messages that wait, by priority", labels=["priority"])
        age = GaugeMetricFamily(
            "taprose_outbox_oldest_seconds", "Age of the oldest message that waits", labels=["priority"]
        )
        for priority in Priority:
            waiting.add_metric([priority.name.lower()], length.get(priority, 0))
            since = oldest.get(priority)
            seconds = 0.0 if since is None else max(0.0, (self._time.now() - since).total_seconds())
            age.add_metric([priority.name.lower()], seconds)
        yield waiting
        yield age
        counts = self._courier.counts
        for name, what, count in (
            ("sent", "Messages that Telegram took", counts["sent"]),
            ("expired", "Messages that were no longer worth sending", counts["expired"]),
            ("dead_letters", "Messages given up with an error", counts["dead"]),
            ("dropped", "Reactions and answers to taps that could not be made", counts["dropped"]),
            ("retries", "Sends put off to be tried again", counts["retried"]),
            ("combined", "Cards that went out on a combined card", counts["combined"]),
            ("unrecorded", "Messages whose outcome the database refused", counts["unrecorded"]),
            ("unshown", "Files that were not shown because they could not be had or cleaned", counts["unshown"]),
            ("refusals", "Times Telegram refused us for our pace", self._pacing.refusals),
        ):
            yield CounterMetricFamily(f"taprose_courier_{name}", what, value=count)
        held = "Messages held for groups that cannot be reached, or take no files"
        yield GaugeMetricFamily("taprose_outbox_held", held, value=self._courier.held)
        yield GaugeMetricFamily("taprose_courier_rate", "Messages a second lately", value=self._rate(counts["sent"]))
        yield GaugeMetricFamily(
            "taprose_courier_rate_allowed", "Messages a second that may go now", value=self._pacing.rate()
        )

    def _queue(self) -> tuple[dict[Priority, int], dict[Priority, datetime]]:
        length: dict[Priority, int] = {}
        oldest: dict[Priority, datetime] = {}
        for row in self._courier.waiting():
            priority = Priority(row.priority)
            length[priority] = length.get(priority, 0) + 1
            if row.created_at is not None and (priority not in oldest or row.created_at < oldest[priority]):
                oldest[priority] = row.created_at
        return length, oldest

    def _rate(self, sent: int) -> float:
        """Return the rate since the oldest look of the last minute."""
        now = self._time.monotonic()
        self._seen = [(at, count) for at, count in self._seen if at >= now - RATE_SECONDS]
        self._seen.append((now, sent))
        first_at, first = self._seen[0]
        return (sent - first) / (now - first_at) if now > first_at else 0.0


def exposition(collector: Collector) -> bytes:
    """Return the figures in the text format that Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    return generate_latest(registry)
