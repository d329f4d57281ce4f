"""The clock's tick with 1,000 and with 100,000 open reports: its time must not follow their number.

Both databases get the same ticks in turns: first one that finds nothing due, then one with twenty reports of twenty
agencies at their due moments. A tick is what bot/timing/reminding.py does: the look, the work, the commits; messages are left
in the outbox. Every report has a card, one reminder to come and one behind it.

    .venv/bin/python benchmarks/ticks.py [--few 1000] [--many 100000] [--rounds 40] [--bar]

`--bar`: exit 1 when the ticks of the many take more than one and a half times as long as those of the few.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))
from reports.reminders import planned
from storage import reminders
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import MessageLink, Reminder, ReminderKind, ReminderState, Report, Role
from tests.postgres import Postgres
from tests.timing.month import AGENCIES, settings
from tests.timing.world import Season, season

START = "2026-11-02 08:00"
DUE = 20
"""Reports that fall due in each minute, each in another agency's group."""

CHUNK = 2_000
"""Rows in one statement while the databases are filled."""

BAR = 1.5
MINUTE = timedelta(minutes=1)


@dataclass
class Measured:
    """One database and the milliseconds of its ticks."""

    kind: str
    size: int
    season: Season
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    async def tick(self, times: list[float]) -> None:
        """Let the clock tick once and note how long it took."""
        began = time.perf_counter()
        await self.season.reminding.tick()
        times.append((time.perf_counter() - began) * 1_000)


async def fill(opened: Season, size: int) -> None:
    """Copy one filed report so often, DUE of them due in each minute from the start on."""
    number = await opened.file("bulan_0")
    model, start = await opened.row(number), opened.moment.now()
    codes = [agency.code for agency in opened.office.regency.agencies][:AGENCIES]
    copied: list[dict[str, object]] = []
    links: list[dict[str, object]] = []
    coming: list[dict[str, object]] = []
    for place in range(size):
        code, report_id = codes[place % DUE], number + 1 + place
        due = start + MINUTE * (1 + place // DUE)
        values = model.model_dump() | {"id": report_id, "ticket": f"TBN-26-{report_id:06d}-X", "agency": code}
        values |= {"response_due": due, "resolution_due": due + timedelta(days=14)}
        copied.append(values)
        link = {"outbox_id": 10**7 + place, "message_id": 10**7 + place, "report_id": report_id, "created_at": start}
        links.append(link | {"chat_id": opened.group(code), "role": Role.CARD})
        rules = opened.office.rules(Report(**values))
        item = next(p for p in planned(Report(**values), rules, start) if p.kind is ReminderKind.RESPONSE_DUE)
        row = {"subject": reminders.of_report(report_id), "number": item.number}
        coming.append(row | {"kind": item.kind, "due_at": due, "state": ReminderState.PENDING})
        done = {"kind": ReminderKind.RESPONSE_HALF, "due_at": start, "state": ReminderState.DONE}
        coming.append(row | done)
    async with opened.database.transaction(start) as transaction:
        for table, rows in ((Report, copied), (MessageLink, links), (Reminder, coming)):
            for begin in range(0, len(rows), CHUNK):
                await transaction.session.execute(sa.insert(table), rows[begin : begin + CHUNK])
    async with opened.database.engine.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")


@asynccontextmanager
async def filled(kind: str, url: str, size: int) -> AsyncIterator[Measured]:
    """Open a regency with so many open reports."""
    database = Database(url)
    await migrate(database)
    await database.close()
    async with season(url, START, settings=settings()) as opened:
        await fill(opened, size)
        yield Measured(kind, size, opened)


async def measure(databases: list[Measured], rounds: int) -> None:
    """Tick all of them in turns."""
    for opened in databases:
        await opened.season.reminding.tick()
    for _ in range(rounds):
        for opened in databases:
            await opened.tick(opened.idle)
            opened.season.moment.move(MINUTE)
            await opened.tick(opened.busy)
    for opened in databases:
        async with opened.season.database.reading() as reading:
            query = sa.select(sa.func.count()).where(
                sa.text("method = 'sendMessage' AND payload LIKE '%melewati batas tanggapan%'")
            )
            said = (await reading.session.execute(query.select_from(sa.table("outbox")))).scalar_one()
        assert said == rounds * DUE, f"{said} reminders were said instead of {rounds * DUE}"


async def compare(few: int, many: int, rounds: int, postgres: Postgres) -> bool:
    """Fill, measure, print, and tell whether the bar is met."""
    await postgres.run("CREATE DATABASE few", "CREATE DATABASE many")
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        databases = []
        for name, size in (("few", few), ("many", many)):
            for kind, url in (
                ("SQLite", f"sqlite+aiosqlite:///{folder / name}.db"),
                ("PostgreSQL", postgres.url(name)),
            ):
                print(f"filling {kind} with {size:,} open reports ...", flush=True)
                databases.append(await stack.enter_async_context(filled(kind, url, size)))
        await measure(databases, rounds)
        return show(databases)


def show(databases: list[Measured]) -> bool:
    """Print a line for each database; tell whether the many take as long as the few."""
    table = Table(title=f"One tick, ms: nothing due, and {DUE} reports due")
    for column in ("database", "open reports", "nothing due", "x", f"{DUE} due", "x"):
        table.add_column(column, justify="left" if column == "database" else "right")
    met = True
    first: dict[str, Measured] = {}
    for opened in databases:
        base = first.setdefault(opened.kind, opened)
        idle, busy = median(opened.idle), median(opened.busy)
        ratios = idle / median(base.idle), busy / median(base.busy)
        met = met and max(ratios) <= BAR
        cells = (f"{idle:.2f}", f"{ratios[0]:.2f}", f"{busy:.2f}", f"{ratios[1]:.2f}")
        table.add_row(opened.kind, f"{opened.size:,}", *cells)
    Console().print(table)
    return met


def main() -> None:
    """Measure and exit."""
    parser = argparse.ArgumentParser(description="Time the clock's tick with few and with many open reports.")
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--bar", action="store_true")
    arguments = parser.parse_args()
    if arguments.rounds * DUE > arguments.few:
        parser.error(f"{arguments.rounds} rounds need {arguments.rounds * DUE} reports in the smaller database")
    postgres = Postgres()
    try:
        met = asyncio.run(compare(arguments.few, arguments.many, arguments.rounds, postgres))
    finally:
        postgres.stop()
    if arguments.bar and not met:
        sys.exit(f"below the bar: more than {BAR} times as long with {arguments.many:,} open reports")


if __name__ == "__main__":
    main()
