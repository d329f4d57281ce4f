"""The ticker: a first tick at once, one after the other, whatever the machine's clock does."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.timing import ticker
from bot.timing.ticker import Ticker
from storage.errors import StorageError
from tests.clock import MovableMoment

ROOT = Path(__file__).parents[2]

CLOCK_SET_BACK = """
import asyncio, datetime, time

set_back = datetime.timedelta(0)
told = time.time

class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(time.time(), tz)

time.time = lambda: told() - set_back.total_seconds()
real, datetime.datetime = datetime.datetime, Moved

from bot.support import SystemTime
from bot.timing import Ticker

async def main():
    global set_back
    ticks = asyncio.Queue()

    async def tick():
        ticks.put_nowait(None)

    running = asyncio.create_task(Ticker("reminders", 0.05, tick, SystemTime()).run())
    for hours in (0, 1, -1, 48):
        set_back = datetime.timedelta(hours=hours)
        for _ in range(3):
            await asyncio.wait_for(ticks.get(), 10)
    running.cancel()

asyncio.run(main())
"""
"""A process whose clock, as every library reads it, is set back and forward while it ticks."""


async def test_ticks_go_on_when_the_clock_is_set_back_or_forward() -> None:
    result = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", CLOCK_SET_BACK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


async def test_the_first_tick_comes_at_once_and_none_beside_another(moment: MovableMoment) -> None:
    began, go = asyncio.Event(), asyncio.Event()
    running_now = 0

    async def tick() -> None:
        nonlocal running_now
        running_now += 1
        assert running_now == 1
        began.set()
        await go.wait()
        running_now -= 1

    running = asyncio.create_task(Ticker("reminders", 0.0, tick, moment).run())
    await asyncio.wait_for(began.wait(), 5)
    for _ in range(20):
        await asyncio.sleep(0)
    go.set()
    began.clear()
    await asyncio.wait_for(began.wait(), 5)
    running.cancel()


async def test_a_tick_that_fails_is_repeated_and_told_when_it_goes_on_failing(
    moment: MovableMoment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker, "RETRY_SECONDS", 0.01)
    ticks: asyncio.Queue[None] = asyncio.Queue()
    broken = True

    async def tick() -> None:
        ticks.put_nowait(None)
        if broken:
            raise ValueError("no such day")

    made = Ticker("tidying", 3600.0, tick, moment)
    running = asyncio.create_task(made.run())
    for _ in range(3):
        await asyncio.wait_for(ticks.get(), 5)
    assert made.heartbeat.wrong() is None
    moment.move(seconds=181)
    assert made.heartbeat.wrong() == "tidying: has failed for 181 seconds (ValueError)"
    broken = False
    while made.heartbeat.wrong() is not None:
        await asyncio.wait_for(ticks.get(), 5)
    running.cancel()


@pytest.mark.parametrize(
    ("error", "traced"), [(StorageError("the database does not answer"), False), (ValueError("no such day"), True)]
)
async def test_a_database_that_is_away_is_a_sentence_in_the_log_and_a_fault_of_ours_a_traceback(
    moment: MovableMoment, error: Exception, traced: bool
) -> None:
    ticked = asyncio.Event()

    async def tick() -> None:
        ticked.set()
        raise error

    with capture_logs() as logged:
        running = asyncio.create_task(Ticker("reminders", 0.0, tick, moment).run())
        await asyncio.wait_for(ticked.wait(), 5)
        await asyncio.sleep(0)
        running.cancel()
    assert logged[0]["event"] == "a tick failed"
    assert ("exc_info" in logged[0]) is traced
    assert traced or logged[0]["error"] == str(error)
