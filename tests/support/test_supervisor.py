"""The supervisor: parts run side by side, and none ends or hangs unseen."""

import asyncio

import pytest

from bot.support import Heartbeat, PartEnded, Supervisor
from tests.clock import MovableMoment


async def for_ever() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    return


async def broken() -> None:
    raise RuntimeError("broken")


async def test_a_part_that_returns_of_itself_is_a_fault(moment: MovableMoment) -> None:
    async def programme() -> None:
        async with Supervisor() as parts:
            parts.start(for_ever(), Heartbeat("worker", moment.monotonic))
            parts.start(at_once(), Heartbeat("announcer", moment.monotonic))
            await parts.until(asyncio.Event())

    with pytest.raises(PartEnded, match="announcer ended by itself"):
        await programme()


async def test_the_fault_of_a_part_is_raised_and_the_others_are_ended(moment: MovableMoment) -> None:
    ended = asyncio.Event()

    async def part() -> None:
        try:
            await for_ever()
        finally:
            ended.set()

    async def programme() -> None:
        async with Supervisor() as parts:
            parts.start(part(), Heartbeat("worker", moment.monotonic))
            await asyncio.sleep(0)
            parts.start(broken(), Heartbeat("courier", moment.monotonic))
            await parts.until(asyncio.Event())

    with pytest.raises(RuntimeError, match="broken"):
        await programme()
    assert ended.is_set()


async def test_a_stop_ends_everything_quietly(moment: MovableMoment) -> None:
    stop = asyncio.Event()
    async with Supervisor() as parts:
        parts.start(for_ever(), Heartbeat("worker", moment.monotonic))
        stop.set()
        await parts.until(stop)
        await parts.end("worker")


async def test_a_fault_while_stopping_is_not_lost(moment: MovableMoment) -> None:
    stop, go = asyncio.Event(), asyncio.Event()

    async def late() -> None:
        await go.wait()
        await broken()

    async def programme() -> None:
        async with Supervisor() as parts:
            parts.start(late(), Heartbeat("courier", moment.monotonic))
            stop.set()
            await parts.until(stop)
            go.set()
            await parts.ended("courier", 1.0)

    with pytest.raises(RuntimeError, match="broken"):
        await programme()


async def test_each_heartbeat_of_a_part_is_looked_at(moment: MovableMoment) -> None:
    sending, recording = Heartbeat("courier", moment.monotonic), Heartbeat("ledger", moment.monotonic)
    async with Supervisor() as parts:
        parts.start(for_ever(), sending, recording)
        moment.move(seconds=10_000)
        assert list(parts.wrong()) == []
        sending.begin()
        recording.failed("DatabaseFull")
        moment.move(seconds=61)
        assert list(parts.wrong()) == [
            "courier: no progress for 61 seconds",
            "ledger: has failed for 61 seconds (DatabaseFull)",
        ]


def test_only_what_is_done_ends_a_failure(moment: MovableMoment) -> None:
    heartbeat = Heartbeat("worker", moment.monotonic)
    heartbeat.failed("DatabaseBusy")
    for _ in range(4):
        moment.move(seconds=10)
        heartbeat.begin()
        heartbeat.failed("DatabaseBusy")
    assert heartbeat.wrong() == "worker: has failed for 40 seconds (DatabaseBusy)"
    heartbeat.begin()
    assert heartbeat.wrong() is not None
    heartbeat.done()
    moment.move(seconds=1_000)
    assert heartbeat.wrong() is None


def test_each_piece_of_work_has_its_own_time(moment: MovableMoment) -> None:
    heartbeat = Heartbeat("worker", moment.monotonic)
    for _ in range(10):
        heartbeat.begin()
        moment.move(seconds=50)
        assert heartbeat.wrong() is None
    moment.move(seconds=11)
    assert heartbeat.wrong() == "worker: no progress for 61 seconds"
