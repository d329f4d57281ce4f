"""The dispatcher on a real database, without a network: updates go in, outbox rows come out."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.receiving.office_maker import make_office
from bot.settings.loading import load
from bot.telegram import Account
from handlers.alarms import Alarms
from handlers.dispatch import Dispatch
from handlers.office import Office
from handlers.reach import Reach
from reports.holiday_calendar import IndonesianHolidays
from storage.engine import Database
from tests.clock import MovableMoment
from tests.conftest import Store

CONFIG = Path(__file__).parents[2] / "config.toml"
ADI = 1001


@dataclass
class Counter:
    """An office counter: each message is worked in a transaction of its own, prefetched as the worker does."""

    database: Database
    dispatch: Dispatch
    office: Office
    moment: MovableMoment
    statements: list[str] = field(default_factory=list)
    _number: int = 0

    async def send(self, user: int = ADI, **content: Any) -> list[dict[str, Any]]:
        """Work a message and return the calls it led to, each with its `method`."""
        self._number += 1
        person = {"id": user, "is_bot": False, "first_name": "Adi"}
        chat = {"id": user, "type": "private", "first_name": "Adi"}
        message = {"message_id": self._number, "date": 1_764_000_000, "chat": chat, "from": person, **content}
        return await self.work({"update_id": self._number, "message": message}, user)

    async def work(self, body: dict[str, Any], user: int = ADI) -> list[dict[str, Any]]:
        """Work an update and return the calls it led to."""
        self.statements.clear()
        async with self.database.transaction(self.moment.now()) as transaction:
            await transaction.people.prefetch_accounts([user])
            await transaction.conversations.prefetch([(user, user)])
            await self.dispatch.work(transaction, body)
        statements = list(self.statements)
        async with self.database.engine.begin() as connection:
            rows = (await connection.execute(sa.text("SELECT method, payload FROM outbox ORDER BY id"))).all()
            await connection.execute(sa.text("DELETE FROM outbox"))
        self.statements[:] = statements
        return [{"method": row.method, **json.loads(row.payload)} for row in rows]


@pytest.fixture
async def counter(sqlite_store: Store, moment: MovableMoment) -> AsyncIterator[Counter]:
    """A counter with Tuban's own configuration. Nothing is read from Telegram: there is none."""
    database = Database(sqlite_store.url)
    office = make_office(load(CONFIG, {}), Account(id=1, username="taprose_bot"), IndonesianHolidays())
    made = Counter(database, Dispatch(office, Reach(office, Alarms(office))), office, moment)

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        made.statements.append(statement)

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield made
    await database.close()
