"""A case: one report taken up for one act, with the checks every act shares and the record it leaves."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from reports import authority
from reports.actors import Actor
from reports.assignments import lead_of
from reports.errors import IllegalMove, Missing, NotFound
from reports.filing.attachments import Attachment
from reports.lifecycle import Act, check_possible, is_held, move
from reports.regency import Agency, Category, Regency
from storage.tables.reports import ActorKind, EventKind, Report, ReportAttachment, ReportEvent, Status
from storage.transaction import Transaction

SHORTEST_TEXT = 3
LONGEST_TEXT = 3_000
"""Characters of a question, answer, reason or note: with the lines around it, it stays one Telegram message (4,096)."""

LONGEST_FILE_NAME = 255
"""Characters of a file's name that are kept; the column's length, and what file systems allow."""

LONGEST_ENDING = 16
"""Characters behind a dot that still say what kind of file it is."""

MAX_FILES = 10
"""Files one act may bring: a Telegram album."""

FURTHER = "further"
"""Marks, in an event's data, files that go on with what the same person sent a moment ago: an album, or nearly one."""

FURTHER_WITHIN = timedelta(minutes=1)
"""Telegram brings the items of an album one by one, without saying how many; on a slow network they trickle."""


_BRINGS_FILES = frozenset(
    {EventKind.ADDED, EventKind.ANSWERED, EventKind.REOPENED, EventKind.REPLIED, EventKind.RESOLVED}
)


class Calendar(Protocol):
    """An agency's working time, as the desk needs it; reports/deadlines.py is one."""

    def due(self, start: datetime, days: int) -> datetime:
        """Return the close of the working day that is `days` working days after `start`."""

    def add(self, start: datetime, span: timedelta) -> datetime:
        """Return the moment when `span` of working time has passed after `start`."""

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether the agency works on that day at all."""

    def working_days_after(self, day: date, number: int) -> date:
        """Return the `number`-th working day after a day."""

    def closing(self, day: date) -> datetime:
        """Return when work ends on a working day."""


def paused(calendar: Calendar, since: datetime, until: datetime) -> timedelta:
    """Return the working time that an agency waited for its reporter, in whole minutes.

    Seconds would carry what is due when work ends over to the next morning.
    """
    waited = calendar.elapsed(since, until)
    return waited - waited % timedelta(minutes=1)


class Listener(Protocol):
    """Whoever must hear of a change; the messages it writes are part of the same transaction."""

    async def heard(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        """Tell everyone concerned of what has just been recorded."""


class Casework:
    """What every desk function starts and ends with. One per transaction."""

    def __init__(
        self,
        transaction: Transaction,
        regency: Regency,
        calendar: Callable[[Agency | None], Calendar],
        listener: Listener,
    ) -> None:
        self.transaction = transaction
        self.regency = regency
        self.now = transaction.now
        self._calendar = calendar
        self._listener = listener

    def calendar_of(self, report: Report) -> Calendar:
        """Return the working time of whoever has the report now; the regency's own for an agency that is retired."""
        lead = lead_of(report)
        return self._calendar(None if lead is None else self.regency.agency_of_report(lead))

    def category_of(self, report: Report) -> Category:
        """Return the report's category, also one that is retired."""
        return self.regency.category_of_report(report.category)

    async def report_for(self, report_id: int, act: Act, actor: Actor) -> Report:
        """Return the report, locked, after checking that this person may do this to it now.

        Nothing is changed yet: a function may still refuse, and its caller goes on with the transaction. Raises
        NotFound, NotAllowed for someone else's report, IllegalMove when it is too late or too early.
        """
        report = await self.transaction.reports.for_change(report_id)
        if report is None:
            raise NotFound(f"there is no report {report_id}")
        authority.check(actor, act, report)
        if is_held(act, report):
            raise IllegalMove(f"{act} waits for the coordinators to decide")
        check_possible(act, report.status)
        return report

    async def goes_on(
        self, report_id: int, actor: Actor, text: str | None, files: Sequence[Attachment]
    ) -> dict[str, bool]:
        """Return the mark for files without words that follow this person's last words or files at once."""
        if text is not None or not files:
            return {}
        last = await self.transaction.events.newest(report_id)
        if last is None or last.kind not in _BRINGS_FILES or (last.actor, last.actor_id) != (actor.kind, actor.id):
            return {}
        return {FURTHER: True} if self.now - last.at <= FURTHER_WITHIN else {}

    async def record(
        self,
        report: Report,
        act: Act | None,
        kind: EventKind,
        actor: Actor,
        text: str | None = None,
        data: dict[str, Any] | None = None,
        files: Sequence[Attachment] = (),
        to: Status | None = None,
    ) -> ReportEvent:
        """Move the report's status by the act, write down what happened, and have everyone concerned told.

        All in the same transaction. `to` says where, for an act that may lead to several statuses. `act` None: it is
        filed, and has its first status.
        """
        if act is not None:
            report.status = move(act, report.status, to)
        assert report.id is not None  # noqa: S101  it was read from the database or flushed
        event = ReportEvent(
            report_id=report.id,
            kind=kind,
            at=self.now,
            actor=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            agency=actor.agency,
            text=text,
            data=data,
        )
        said_before = kind is EventKind.NOTED or (data or {}).get(FURTHER)
        if actor.kind is not ActorKind.REPORTER and not said_before:
            report.last_act, report.last_actor, report.last_at = kind.value, actor.name, self.now
        await self.transaction.events.put(event, [_attached(file, report.id) for file in files])
        await self._listener.heard(report, event, files)
        return event


def _attached(file: Attachment, report_id: int) -> ReportAttachment:
    """Return the row that keeps a file with what it came with."""
    return ReportAttachment(
        report_id=report_id,
        kind=file.kind,
        file_id=file.file_id,
        file_unique_id=file.file_unique_id,
        file_name=_storable_name(file.file_name),
    )


def _storable_name(name: str | None) -> str | None:
    """Return a file's name as long as its column takes it; what is cut is not its ending."""
    if name is None or len(name) <= LONGEST_FILE_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= LONGEST_ENDING else ""
    return name[: LONGEST_FILE_NAME - len(kept)] + kept


def required_text(text: str | None, *, what: str) -> str:
    """Return a text that an act needs, trimmed. Raises Missing(what) when it is too short or too long."""
    trimmed = (text or "").strip()
    if not SHORTEST_TEXT <= len(trimmed) <= LONGEST_TEXT:
        raise Missing(what)
    return trimmed


def optional_text(text: str | None, files: Sequence[Attachment]) -> str | None:
    """Return the text of something that may also be files alone. Raises Missing when there is neither, or too much."""
    trimmed = (text or "").strip() or None
    if (trimmed is None and not files) or len(files) > MAX_FILES or len(trimmed or "") > LONGEST_TEXT:
        raise Missing("content")
    return trimmed
