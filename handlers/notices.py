"""Notices: who hears what when something happened to a report.

The desk calls `heard` for every event it records, inside its transaction; a change that nobody hears of cannot be
written. One function for each kind of event, all in one table.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import ClassVar

from handlers.board import Board
from handlers.callbacks import MenuTap, button, keyboard
from handlers.handing_on import hand_on
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.parts.reporter_words import as_quotation, in_line, pieces
from handlers.parts.verdict import answer_button, fixed_or_not
from handlers.pushes import Pushes
from handlers.texts import Markup, Speech
from handlers.wording import cut, parse_moment, when
from reports.assignments import lead_of
from reports.clocks import running
from reports.desk.case import FURTHER
from reports.filing import Attachment
from reports.reminders import planned
from storage import reminders
from storage.tables import EventKind, GroupRole, Priority, Proposal, Report, ReportEvent, Role, Status
from storage.transaction import Transaction

NOTE_UNITS = 3_000
"""UTF-16 units of people's words in one message; the desk takes 3,000 characters, longer emoji texts are cut."""
REOPENINGS_TO_COORDINATORS = 3
"""From the third time on that a reporter says it is not fixed, the coordinators see it too."""

_NO_CLOCK = frozenset(
    {EventKind.ADDED, EventKind.AMENDED, EventKind.NOTED, EventKind.RATED, EventKind.RECHECKED, EventKind.NUDGED}
)
"""What moves no clock: nothing else comes due after it."""


class Notices:
    """Turns events into messages: the board shows reports to groups, the pushes speak to reporters.

    What will be due after an event is planned with it.
    """

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._board = Board(office, transaction)
        self._pushes = Pushes(office, transaction)
        self._say = office.group_speech

    async def heard(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        """Write the messages of one event. Raises KeyError for a kind nobody is told of; a programming mistake."""
        await self._TABLE[event.kind](self, report, event, files)
        if event.kind not in _NO_CLOCK and report.id is not None:
            coming = planned(report, self._office.rules(report), self._transaction.now)
            fresh = event.kind is EventKind.FILED
            self._transaction.agenda.plan(reminders.of_report(report.id), coming, fresh=fresh)

    async def _filed(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.pin_up(report, files=files)
        await self._pushes.receipt(report)

    async def _accepted(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        await self._push(report, "push-accepted", when=report.resolution_due)

    async def _rerouted(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        data = event.data or {}
        await self._board.refresh(report, adopt=False)
        source = agency_name(self._office, data.get("from"), self._say)
        wish = data.get("wish") if data.get("bounced") else None
        heading = (
            self._say(
                "note-rerouted-here" if wish is None else "note-rerouted-bounced",
                ticket=report.ticket,
                text=cut(event.text, 1_000)[0],
                **{"from": source, "wish": agency_name(self._office, wish, self._say)},
            )
            if event.text
            else self._say("note-disposed-here", ticket=report.ticket)
        )
        await self._board.pin_up(report, heading)
        await self._hand_on(report, data.get("from"))
        if until := data.get("until"):
            await self._pushes.push(report, "push-promise-over", when=parse_moment(until))
        if lead_of(report) is None:
            await self._push(report, "push-rerouted-coordinators")
        elif event.text:
            await self._push(report, "push-rerouted", reason=event.text, when=_due(report))
        else:
            await self._push(report, "push-rerouted-plain", when=_due(report))

    async def _hand_on(self, report: Report, source: str | None) -> None:
        """Have what was not delivered where a report lay go where it lies now."""
        role = GroupRole.COORDINATION if source is None else GroupRole.AGENCY
        group = await self._transaction.groups.linked(role, source)
        if group is not None and not group.is_reachable and report.id is not None:
            await hand_on(self._office, self._transaction, group.chat_id, {report.id})

    async def _asked(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        answer = keyboard([answer_button(await self._pushes.speech(report), report.id or 0)])
        await self._pushes.ask(
            report, "push-asked", markup=answer, role=Role.QUESTION, priority=Priority.PUSH, text=_words(event)
        )
        await self._pushes.refresh(report)

    async def _added(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        if (event.data or {}).get(FURTHER):
            await self._board.enclose(report, files)
            return
        heading = "note-answered" if event.kind is EventKind.ANSWERED else "note-added"
        text = self._say(heading, ticket=report.ticket)
        first, *rest = pieces(event.text or "")
        if first:
            text = Markup(f"{text}\n{as_quotation(report, first)}")
        await self._board.note(report, text, files, rest=rest)
        if event.kind is EventKind.ANSWERED:
            await self._board.refresh(report)
            if until := (event.data or {}).get("until"):
                await self._pushes.push(report, "push-clock-moved", when=parse_moment(until))
            await self._pushes.refresh(report)

    async def _amended(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        first, *rest = pieces(event.text or "")
        text = self._say("note-amended", ticket=report.ticket, text=in_line(report, first))
        await self._board.note(report, text, rest=rest)

    async def _replied(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        if (event.data or {}).get(FURTHER):
            await self._pushes.enclose(report, files)
            return
        await self._board.refresh(report)

        def speaker(speech: Speech) -> str:
            return agency_name(self._office, event.agency, speech)  # the coordinators may speak as well

        if event.text:
            await self._push(report, "push-replied", files=files, text=_words(event), agency=speaker)
        else:
            await self._push(report, "push-replied-files", files=files, agency=speaker)

    async def _noted(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        """An internal note stays where it was written; its writer sees the note kept by the answer to their tap."""

    async def _promised(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        until = parse_moment((event.data or {})["until"])
        await self._push(report, "push-promised", when=until)

    async def _resolved(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        speech = await self._pushes.speech(report)
        ask = keyboard(fixed_or_not(speech, report.id or 0))
        await self._push(report, "push-resolved", files=files, markup=ask, text=_words(event))

    async def _confirmed(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        await self._board.note(report, self._say("note-confirmed", ticket=report.ticket))
        await self._pushes.refresh(report)

    async def _reopened(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        first, *rest = pieces(event.text or "")
        text = self._say("note-reopened", ticket=report.ticket, text=in_line(report, first))
        await self._board.note(report, text, files, rest=rest)
        if report.reopenings >= REOPENINGS_TO_COORDINATORS:
            heading = self._say("note-reopened-often", ticket=report.ticket, count=report.reopenings)
            await self._board.refer(report, heading)
        await self._pushes.refresh(report)

    async def _proposed(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        await self._board.refer(report)

    async def _consented(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        rejected = (event.data or {}).get("proposal") == Proposal.REJECT
        await self._push(report, "push-rejected" if rejected else "push-cannot-act", text=_words(event))

    async def _refused(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        await self._board.note(report, self._say("note-refused", ticket=report.ticket, text=_words(event)))

    async def _withdrawn(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        await self._board.note(report, self._say("note-withdrawn", ticket=report.ticket))
        await self._pushes.refresh(report)

    async def _closed(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        speech = await self._pushes.speech(report)
        again = keyboard([button(speech, "btn-file", MenuTap(action="file"))])
        asked = (event.data or {}).get("from") == Status.WAITING_REPORTER
        await self._push(report, "push-closed-question" if asked else "push-closed-confirm", markup=again)

    async def _rechecked(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        if not (event.data or {}).get("good"):
            await self._board.note(report, self._say("note-broken-again", ticket=report.ticket))

    async def _nudged(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        text = self._say(
            "note-nudged",
            ticket=report.ticket,
            number=report.nudges,
            when=when(_due(report), self._office.regency.timezone, self._say),
        )
        await self._board.note(report, text)

    async def _extended(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        until = parse_moment((event.data or {})["until"])
        written = when(until, self._office.regency.timezone, self._say)
        text = self._say("note-extended", ticket=report.ticket, when=written, text=_words(event))
        await self._board.note(report, text)
        name = "push-extended-response" if (event.data or {}).get("response") else "push-extended"
        await self._push(report, name, when=until, reason=_words(event))

    async def _rated(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        await self._board.refresh(report)
        if event.text:
            heading = self._say("note-comment", ticket=report.ticket)
            first, *rest = pieces(event.text)
            await self._board.note(report, Markup(f"{heading}\n{as_quotation(report, first)}"), rest=rest)

    async def _push(self, report: Report, name: str, **values: object) -> None:
        await self._pushes.push(report, name, **values)  # type: ignore[arg-type]
        await self._pushes.refresh(report)

    _TABLE: ClassVar[dict[EventKind, Callable[..., Awaitable[None]]]] = {
        EventKind.FILED: _filed,
        EventKind.ACCEPTED: _accepted,
        EventKind.REROUTED: _rerouted,
        EventKind.ASKED: _asked,
        EventKind.ANSWERED: _added,
        EventKind.ADDED: _added,
        EventKind.AMENDED: _amended,
        EventKind.REPLIED: _replied,
        EventKind.NOTED: _noted,
        EventKind.PROMISED: _promised,
        EventKind.RESOLVED: _resolved,
        EventKind.CONFIRMED: _confirmed,
        EventKind.REOPENED: _reopened,
        EventKind.PROPOSED: _proposed,
        EventKind.CONSENTED: _consented,
        EventKind.REFUSED: _refused,
        EventKind.WITHDRAWN: _withdrawn,
        EventKind.CLOSED: _closed,
        EventKind.NUDGED: _nudged,
        EventKind.EXTENDED: _extended,
        EventKind.RATED: _rated,
        EventKind.RECHECKED: _rechecked,
    }


def _due(report: Report) -> datetime:
    """Return when the clock of a report that an agency has to work on runs out."""
    counts = running(report)
    assert counts is not None  # noqa: S101  the life of a report allows such events only while its clocks run
    return counts.due


def _words(event: ReportEvent) -> str:
    return cut(event.text or "", NOTE_UNITS)[0]
