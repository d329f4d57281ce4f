"""A regency's desk, notices and clock on a real database, with a courier that delivers everything at once.

Time passes from one due moment to the next, so that each tick comes at its minute; every message is kept with its moment.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.receiving.office_maker import make_office
from bot.settings.loading import Settings, load
from bot.support.time_source import TimeSource
from bot.telegram import Account
from bot.timing.reminding import Reminding
from handlers.due_work import DueWork
from handlers.notices import Notices
from handlers.office import Office
from reports.actors import coordinator, officer
from reports.desk import Desk, Filing
from reports.filing.attachments import Attachment
from reports.holiday_calendar import HolidayCalendar, IndonesianHolidays
from storage import outbox
from storage.engine import Database
from storage.outcomes import RowOutcome
from storage.tables import AttachmentKind, GroupRole, Identity, OutboxState, Reminder, ReminderState, Report
from storage.transaction import Transaction
from tests.clock import MovableMoment

CONFIG = Path(__file__).parents[2] / "config.toml"
JAKARTA = ZoneInfo("Asia/Jakarta")
ROADS, ENVIRONMENT = "DPUPR-PRKP", "DLHP"
COORDINATION, LEADERSHIP = -1, -2
SITI, BUDI = 5_000_000_001, 5_000_000_002
REPORTER = 1
"""Siti's own number: she is the first to be brought in."""
PETUGAS = officer(11, "Petugas", ROADS)
ANI = coordinator(21, "Ani")
PHOTO = Attachment(AttachmentKind.PHOTO, "photo", "unique")
STORY = "Saluran air tersumbat di depan pasar"
HOLIDAYS = IndonesianHolidays()
"""Shared: it only remembers years."""

_TAG = re.compile(r"<[^>]+>")
_TABLE = Reminder.__table__  # type: ignore[attr-defined]


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@dataclass(frozen=True)
class Said:
    """One call as Telegram got it."""

    at: datetime
    method: str
    chat: int
    text: str
    buttons: tuple[str, ...]
    payload: dict[str, Any]

    @property
    def minute(self) -> str:
        return f"{self.at.astimezone(JAKARTA):%Y-%m-%d %H:%M}"


class Evenings(DueWork):
    """A clock without morning messages, so that a test of what else is said need not read past them."""

    async def prepare(self, transaction: Transaction) -> None:
        """Plan none."""


class Season:
    """Everything but Telegram. `said` is what was sent so far; edits are kept apart from messages."""

    def __init__(self, database: Database, moment: MovableMoment, office: Office, *, morning_messages: bool) -> None:
        self.database = database
        self.moment = moment
        self.office = office
        self.said: list[Said] = []
        self.edits: list[Said] = []
        self.timed = DueWork(office) if morning_messages else Evenings(office)
        self.reminding = self.reminder(moment)
        self._messages = 0

    def reminder(self, time_source: TimeSource) -> Reminding:
        """Return a clock as it is made at each start."""
        return Reminding(self.database, time_source, self.timed, lambda: None)

    def restart(self) -> None:
        """Start the clock anew, as a new process does."""
        self.reminding = self.reminder(self.moment)

    def group(self, code: str) -> int:
        """Return the chat of an agency's group."""
        return -100 - [agency.code for agency in self.office.regency.agencies].index(code)

    async def open(self) -> None:
        """Bring in two citizens and link every group."""
        async with self.database.transaction(self.moment.now()) as transaction:
            for user, name in ((SITI, "Siti Aminah"), (BUDI, "Budi")):
                await transaction.people.wrote(user, name, None)
            wanted: list[tuple[int, GroupRole, str | None]] = [
                (COORDINATION, GroupRole.COORDINATION, None),
                (LEADERSHIP, GroupRole.LEADERSHIP, None),
            ]
            wanted += [
                (self.group(agency.code), GroupRole.AGENCY, agency.code) for agency in self.office.regency.agencies
            ]
            for chat, role, code in wanted:
                await transaction.groups.link(await transaction.groups.seen(chat, ""), role, code, None)

    async def do(self, act: Callable[[Desk], Awaitable[Report]]) -> Report:
        """Run one act of the desk with its notices."""
        async with self.database.transaction(self.moment.now()) as transaction:
            notices = Notices(self.office, transaction)
            report = await act(Desk(transaction, self.office.regency, self.office.calendar, notices))
        await self.deliver()
        return report

    async def file(self, category: str = "drainase_banjir", story: str = STORY, reporter: int = REPORTER) -> int:
        """File a report and return its number."""
        filing = Filing(reporter, story, category, None, [PHOTO], Identity.ANONYMOUS)
        report = await self.do(lambda desk: desk.file(filing))
        assert report.id is not None
        return report.id

    async def row(self, number: int) -> Report:
        """Return a report as it stands."""
        async with self.database.reading() as reading:
            report = await reading.session.get(Report, number)
        assert report is not None
        return report

    async def tick(self) -> None:
        """Let the clock tick once."""
        await self.reminding.tick()
        await self.deliver()

    async def next_due(self) -> datetime | None:
        """Return when the next reminder is due."""
        async with self.database.reading() as reading:
            query = sa.select(sa.func.min(_TABLE.c.due_at)).where(_TABLE.c.state == ReminderState.PENDING)
            found: datetime | None = (await reading.session.execute(query)).scalar_one()
        return found

    async def pass_to(self, end: datetime | str) -> None:
        """Let time pass, with a tick at each due moment on the way."""
        until = wib(end) if isinstance(end, str) else end
        while (due := await self.next_due()) is not None and due <= until:
            self.moment.move_to(max(due, self.moment.now()))
            await self.tick()
        self.moment.move_to(until)

    async def deliver(self) -> None:
        """Send what waits, as a courier that never fails."""
        now = self.moment.now()
        async with self.database.transaction(now) as transaction:
            rows = await transaction.outbox.pending_after(0, 100_000)
            if not rows:
                return
            ended = []
            for row in rows:
                self._keep(
                    Said(now, row.method, row.chat_id or 0, _plain(row.payload), _labels(row.payload), row.payload)
                )
                made = outbox.makes_message(row.method)
                self._messages += made
                ids = (self._messages,) if made else ()
                role = row.role if made else None
                ended.append(RowOutcome(row.id, OutboxState.SENT, row.chat_id, ids, None, role, row.report_id))
            await transaction.outcomes.record(ended, now)

    def to(self, chat: int, since: datetime | str | None = None) -> list[tuple[str, str]]:
        """Return what a chat was sent: moments with first lines."""
        after = wib(since) if isinstance(since, str) else since
        return [
            (said.minute, said.text.split("\n", 1)[0])
            for said in self.said
            if said.chat == chat and said.method == "sendMessage" and (after is None or said.at >= after)
        ]

    def last(self, chat: int) -> Said:
        """Return the last message of a chat."""
        return next(said for said in reversed(self.said) if said.chat == chat)

    def _keep(self, said: Said) -> None:
        (self.edits if said.method.startswith("edit") else self.said).append(said)


def _plain(payload: dict[str, Any]) -> str:
    return _TAG.sub("", payload.get("text") or payload.get("caption") or "")


def _labels(payload: dict[str, Any]) -> tuple[str, ...]:
    markup = payload.get("reply_markup") or {}
    return tuple(button["text"] for row in markup.get("inline_keyboard", ()) for button in row)


@asynccontextmanager
async def season(
    url: str,
    start: str = "2026-11-24 08:12",
    holidays: HolidayCalendar = HOLIDAYS,
    *,
    morning_messages: bool = False,
    kind: "type[Season] | None" = None,
    settings: Settings | None = None,
) -> AsyncIterator[Season]:
    """Open a regency at a local moment, on a migrated database."""
    database = Database(url)
    moment = MovableMoment(wib(start))
    office = make_office(settings or load(CONFIG, {}), Account(id=1, username="taprose_bot"), holidays)
    opened = (kind or Season)(database, moment, office, morning_messages=morning_messages)
    try:
        await opened.open()
        if morning_messages:
            await opened.tick()
        yield opened
    finally:
        await database.close()
