"""The clock's process is killed with SIGKILL at every statement of its ticks: no reminder is lost, none is said twice.

What a tick says is written to the outbox in the transaction that notes it as done, so the outbox tells what was said.
"""

import asyncio
import collections
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.tables import OutboxMessage, OutboxState, Reminder, ReminderState
from tests.conftest import Store
from tests.timing.world import COORDINATION, ENVIRONMENT, LEADERSHIP, ROADS, Season, season, wib

ROOT = Path(__file__).parents[2]
REPORTS = 25
"""For each of two agencies: more than a portion of what is worked in one transaction."""

_TICKET = re.compile(r"TBN-26-\d{6}-\w")
_OUTBOX = OutboxMessage.__table__  # type: ignore[attr-defined]
_REMINDER = Reminder.__table__  # type: ignore[attr-defined]


@pytest.mark.slow
async def test_killed_at_every_statement_each_reminder_is_said_once(store: Store) -> None:
    async with season(store.url, "2026-11-24 08:12") as opened, clock(store.url) as killed_through:
        filed: dict[str, list[str]] = {}
        for code, category in ((ROADS, "drainase_banjir"), (ENVIRONMENT, "sampah")):
            numbers = [await opened.file(category) for _ in range(REPORTS)]
            filed[code] = [(await opened.row(number)).ticket for number in numbers]
        everything = {ticket: 1 for tickets in filed.values() for ticket in tickets}
        # The morning messages of all agencies are planned and said by the same ticks.
        deaths = await killed_through("2026-11-27 16:00")
        told = await said(opened)
        for code, tickets in filed.items():
            assert told.pop(opened.group(code)) == dict.fromkeys(tickets, 1)
        assert told == {}
        deaths += await killed_through("2026-12-01 16:00")
        assert await said(opened) == {COORDINATION: everything}
        deaths += await killed_through("2026-12-03 16:00")
        assert await said(opened) == {LEADERSHIP: everything}
        assert deaths > 60
        async with opened.database.reading() as reading:
            of_reports = _REMINDER.c.subject.startswith("report:")
            rows = await reading.session.execute(
                sa.select(_REMINDER.c.state, sa.func.count(_REMINDER.c.subject.distinct()))
                .where(of_reports)
                .group_by(_REMINDER.c.state)
            )
            assert dict(rows.all()) == dict.fromkeys(ReminderState, 2 * REPORTS)


@asynccontextmanager
async def clock(url: str) -> AsyncIterator[Callable[[str], Awaitable[int]]]:
    """Start a clock that ticks at a moment, killed again and again until it lives through it, and says how often it died."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(Path(__file__).with_name("ticking.py")), url,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    reading, writing = process.stdout, process.stdin
    assert reading is not None
    assert writing is not None

    async def killed_through(when: str) -> int:
        writing.write(f"{wib(when).isoformat()}\n".encode())
        return int(await asyncio.wait_for(reading.readline(), 100))

    try:
        yield killed_through
    finally:
        writing.close()
        assert await process.wait() == 0


async def said(opened: Season) -> dict[int, dict[str, int]]:
    """Return how often each ticket was named in each group since the last look, digests left out."""
    found: dict[int, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    async with opened.database.transaction(opened.moment.now()) as transaction:
        pending = _OUTBOX.c.state == OutboxState.PENDING
        rows = await transaction.session.execute(sa.select(_OUTBOX.c.chat_id, _OUTBOX.c.payload).where(pending))
        for chat, payload in rows:
            text = json.loads(payload).get("text", "")
            if "Ringkasan" not in text and chat is not None:
                found[chat].update(_TICKET.findall(text))
        await transaction.session.execute(sa.update(_OUTBOX).where(pending).values(state=OutboxState.SENT))
    return {chat: dict(tickets) for chat, tickets in found.items() if tickets}
