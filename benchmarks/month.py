"""A simulated month: 2,000 reports, 25 agencies with different habits, 20 working days, played in minutes.

Every reminder, escalation and digest of the real desk and clock is compared with what had to be said at which working
minute, worked out from the acts alone. Prints a line for each agency and exits with 1 when anything was not as it must be.

    .venv/bin/python benchmarks/month.py [--reports 2000] [--days 20] [--seed 20261102]
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))
from storage.engine import Database
from storage.migrate import migrate
from tests.timing.month import FIRST_DAY, Month, settings
from tests.timing.world import season

SHOWN = 20
"""Faults printed; the rest is counted."""

COLUMNS = ("agency", "habit", "filed", "digests", "reminders", "lists", "a day")


async def play(url: str, reports: int, days: int, seed: int) -> bool:
    """Play a month on an empty database, print it, and tell whether nothing was wrong."""
    database = Database(url)
    await migrate(database)
    await database.close()
    began = time.perf_counter()
    async with season(url, f"{FIRST_DAY} 05:00", morning_messages=True, settings=settings()) as opened:
        month = Month(opened, reports=reports, days=days, seed=seed)
        await month.play()
        took = time.perf_counter() - began
        print_table(month)
        told, faults = month.said(), month.faults()
    kinds = {kind: sum(n for item, n in told.items() if item[2] == kind) for kind in ("half", "due", "escalated")}
    words = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    print(f"{reports:,} reports over {days} working days in {took:.0f} s: {len(opened.said):,} messages; {words}")
    for fault in faults[:SHOWN]:
        print(f"  {fault}")
    print(f"{len(faults)} faults")
    return not faults


def print_table(month: Month) -> None:
    """Print a line for each agency."""
    table = Table(title="A simulated month")
    for place, column in enumerate(COLUMNS):
        table.add_column(column, justify="left" if place < 2 else "right", no_wrap=True)
    for line in month.table():
        table.add_row(*line)
    Console().print(table)


def main() -> None:
    """Play and exit."""
    parser = argparse.ArgumentParser(description="Play a simulated month and judge everything the clocks said.")
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261102)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'month.db'}"
        sys.exit(not asyncio.run(play(url, arguments.reports, arguments.days, arguments.seed)))


if __name__ == "__main__":
    main()
