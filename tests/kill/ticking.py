"""Ticks the clock in children that kill themselves with SIGKILL: before the first statement, before the second, and so on.

What a child committed before its death stays, as after any crash; the first child that lives through its tick ends it.
Forking costs a fiftieth of starting anew.
"""

import asyncio
import gc
import os
import signal
import sys
from datetime import UTC, datetime

import sqlalchemy as sa

from bot.receiving.office_maker import make_office
from bot.settings.loading import load
from bot.telegram import Account
from bot.timing import reminding
from handlers.due_work import DueWork
from handlers.office import Office
from reports.holiday_calendar import IndonesianHolidays
from storage.engine import Database
from tests.clock import MovableMoment
from tests.timing.world import CONFIG

PORTION = 20
"""Reminders in a transaction, so that a few dozen reports take several."""


async def tick(url: str, moment: MovableMoment, office: Office, lives: int) -> None:
    """Open the database and tick once; die before the statement or commit number `lives`."""
    database, left = Database(url), lives

    def live(*_event: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", live)
    sa.event.listen(engine, "commit", live)
    await reminding.Reminding(database, moment, DueWork(office), lambda: None).tick()
    await database.close()


def killed_through(url: str, moment: MovableMoment, office: Office) -> int:
    """Die and start again until a tick is lived through; return the number of deaths."""
    deaths = 0
    while True:
        child = os.fork()
        if child == 0:
            try:
                asyncio.run(tick(url, moment, office, deaths + 1))
            except BaseException:
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            if os.waitstatus_to_exitcode(status):
                sys.exit(1)
            return deaths
        deaths += 1


def main(url: str) -> None:
    """Take moments from the standard input, a line each, and write how many deaths each took."""
    reminding.PORTION = PORTION
    moment = MovableMoment(datetime.now(UTC))
    office = make_office(load(CONFIG, {}), Account(id=1, username="taprose_bot"), IndonesianHolidays())
    gc.freeze()
    for line in sys.stdin:
        moment.move_to(datetime.fromisoformat(line.strip()))
        office.calendar(None).is_open(moment.now())
        print(killed_through(url, moment, office), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
