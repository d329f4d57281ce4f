"""Reminders: what they say, and where. To a group many at once are one list; to a person each is one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.board import Board
from handlers.callbacks import ListTap, in_pairs, keyboard, named
from handlers.calls import send
from handlers.office import Office
from handlers.officer.queue import SHOW
from handlers.parts.actors import members_of
from handlers.parts.names import agency_name
from handlers.parts.places import place_of, with_map
from handlers.parts.verdict import answer_button, fixed_or_not, still_good_or_not
from handlers.pushes import Pushes
from handlers.texts import Markup
from handlers.voice import Voice
from handlers.wording import cut, when
from reports.assignments import lead_of
from reports.authority import View, may_of_agency
from reports.reminders import AUDIENCE, Audience
from storage.outbox import Delivery
from storage.reminders import Planned
from storage.tables import (
    AttachmentKind,
    EventKind,
    Group,
    GroupRole,
    Identity,
    Priority,
    ReminderKind,
    Report,
    ReportAttachment,
    Role,
)
from storage.transaction import Transaction

MANY = 3
"""So many reminders at once in one group become a list: after a weekend nobody gets ten."""

LINES = 20
"""Reports on one list: as many lines and buttons as a phone shows without getting lost."""

QUESTION_UNITS = 1_000
"""UTF-16 units of a question said again; the whole of it is above, where it was asked."""

_GROUP_TEXTS = {
    ReminderKind.RESPONSE_HALF: "remind-response-half",
    ReminderKind.RESPONSE_DUE: "remind-response-due",
    ReminderKind.RESPONSE_ESCALATED: "remind-response-escalated",
    ReminderKind.RESPONSE_LEADERSHIP: "remind-response-leadership",
    ReminderKind.RESOLUTION_HALF: "remind-resolution-half",
    ReminderKind.RESOLUTION_DUE: "remind-resolution-due",
    ReminderKind.RESOLUTION_ESCALATED: "remind-resolution-escalated",
}
_RESPONSE = frozenset(kind for kind in _GROUP_TEXTS if kind.value.startswith("response"))


@dataclass(frozen=True, slots=True)
class _Note:
    """One reminder for a group, before it is known whether it stands alone."""

    group: Group
    report: Report
    audience: Audience
    text: Markup


class Reminders:
    """Speaks for the clock in one transaction. What is for groups is gathered and said by `flush`."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._voice = Voice(transaction)
        self._board = Board(office, transaction)
        self._pushes = Pushes(office, transaction)
        self._say = office.group_speech
        self._notes: dict[int, list[_Note]] = {}

    async def tell(self, report: Report, item: Planned) -> None:
        """Say one reminder to whom it is for, if they can and want to be told."""
        audience = AUDIENCE[item.kind]
        if audience is Audience.REPORTER:
            await self._ask(report, item.kind)
        elif (group := await self._group(report, audience)) is not None:
            note = _Note(group, report, audience, self._text(report, item.kind))
            self._notes.setdefault(group.chat_id, []).append(note)

    async def flush(self) -> None:
        """Say what was gathered for groups: few one by one under their cards, many as lists."""
        for notes in self._notes.values():
            if len(notes) < MANY:
                for note in notes:
                    await self._single(note)
            else:
                for start in range(0, len(notes), LINES):
                    await self._list(notes[start : start + LINES], len(notes) if start == 0 else None)
        self._notes = {}

    async def _group(self, report: Report, audience: Audience) -> Group | None:
        if audience is Audience.AGENCY:
            return await self._board.group_for(report)
        role = GroupRole.COORDINATION if audience is Audience.COORDINATION else GroupRole.LEADERSHIP
        return await self._transaction.groups.of_role(role)

    def _text(self, report: Report, kind: ReminderKind) -> Markup:
        office, clocks = self._office, self._office.regency.clocks
        name = _GROUP_TEXTS[kind]
        if kind is ReminderKind.RESOLUTION_DUE and report.promised_for is not None:
            name = "remind-promise-due"
        due = report.response_due if kind in _RESPONSE else report.resolution_due
        grace = clocks.leadership_days if kind is ReminderKind.RESPONSE_LEADERSHIP else clocks.escalate_days
        return self._say(
            name,
            ticket=report.ticket,
            category=office.regency.category_name(report.category),
            agency=agency_name(office, lead_of(report), self._say),
            when=when(due, office.regency.timezone, self._say),
            days=office.rules(report).response_days + grace - clocks.response_days,
        )

    async def _single(self, note: _Note) -> None:
        if note.audience is Audience.COORDINATION:
            await self._board.show(note.report, note.group, note.text)
            return
        reply = None
        if note.audience is Audience.AGENCY and note.report.id is not None:
            link = await self._transaction.links.newest(note.report.id, Role.CARD, note.group.chat_id)
            if link is not None:
                reply = link.message_id
        hidden = note.report.identity is Identity.CONFIDENTIAL
        await self._voice.post(
            send(note.group.chat_id, note.text, reply_to=reply, hidden=hidden),
            Delivery(Priority.REMINDER, note.report.id, Role.NOTE),
        )

    async def _list(self, notes: Sequence[_Note], total: int | None) -> None:
        """Say many at once; a group that may open cards gets a button for each."""
        lines = [note.text for note in notes]
        # The leadership reads; cards are opened by those who act.
        group = notes[0].group
        opens = may_of_agency(members_of(group), View.LIST, group.agency)
        if total is not None:
            lines.insert(0, self._say("remind-list" if opens else "remind-list-read", count=total))
        shown = dict.fromkeys((note.report.ticket, note.report.id or 0) for note in notes) if opens else {}
        taps = [named(ticket, ListTap(action=SHOW, value=number)) for ticket, number in shown]
        call = send(
            group.chat_id,
            Markup("\n".join(lines)),
            keyboard(*in_pairs(taps)) if taps else None,
            hidden=any(note.report.identity is Identity.CONFIDENTIAL for note in notes),
        )
        await self._voice.post(call, Delivery(Priority.REMINDER))

    async def _ask(self, report: Report, kind: ReminderKind) -> None:
        """Ask a reporter again, unless they asked not to be reminded."""
        person = None if report.reporter_id is None else await self._transaction.people.get(report.reporter_id)
        if person is None or person.muted_since is not None:
            return
        match kind:
            case ReminderKind.QUESTION:
                text = await self._question(report)
                answer = keyboard([answer_button(await self._pushes.speech(report), report.id or 0)])
                await self._pushes.ask(report, "push-question-again", markup=answer, role=Role.QUESTION, text=text)
            case ReminderKind.CONFIRM:
                speech = await self._pushes.speech(report)
                ask = keyboard(fixed_or_not(speech, report.id or 0))
                await self._pushes.ask(report, "push-confirm-again", markup=ask)
            case ReminderKind.STILL_GOOD:
                speech = await self._pushes.speech(report)
                ask = keyboard(still_good_or_not(speech, report.id or 0))
                await self._pushes.ask(
                    report,
                    "push-still-good",
                    files=await self._repair(report),
                    markup=ask,
                    place=await self._place(report),
                )
            case _:
                raise ValueError(f"{kind} is no reminder for a reporter")

    async def _question(self, report: Report) -> str:
        """Return the question that waits; what the agency has said since then is no question."""
        asked = await self._transaction.events.last(report.id or 0, EventKind.ASKED)
        return cut((asked and asked.text) or "", QUESTION_UNITS)[0]

    async def _repair(self, report: Report) -> Sequence[ReportAttachment]:
        """Return the photo that showed the repair, or the reporter's own where there is none."""
        number = report.id or 0
        resolved = await self._transaction.events.last(number, EventKind.RESOLVED)
        for event in ([] if resolved is None else [resolved.id]) + [None]:
            files = await self._transaction.events.attachments(number, event)
            if photos := [file for file in files if file.kind is AttachmentKind.PHOTO]:
                return photos[:1]
        return ()

    async def _place(self, report: Report) -> str:
        """Return the place in words, with a link to the map where there is a point."""
        speech = await self._pushes.speech(report)
        return with_map(place_of(report.place), speech)
