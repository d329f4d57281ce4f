"""Pushes: what a reporter hears, and those who support the report. Each is one short message.

The reporter's replies to their tracker, which is edited as well.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers import files as filing
from handlers.calls import Keyboard, edit, send
from handlers.citizen import tracker
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.texts import Speech
from handlers.voice import Voice
from handlers.wording import when
from reports.assignments import lead_of
from reports.audience import audience
from reports.filing import Attachment
from storage.outbox import Delivery
from storage.people import Known
from storage.tables import Priority, Report, ReportAttachment, Role
from storage.transaction import Transaction


class Pushes:
    """Speaks to people about a report, to each in their own language, if they can be reached at all."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._voice = Voice(transaction)

    async def speech(self, report: Report) -> Speech:
        """Return the reporter's language."""
        return self._office.speech_for(await self._reporter(report))

    async def receipt(self, report: Report) -> None:
        """Send the receipt, which is the tracker from now on."""
        person = await self._reporter(report)
        if (chat := _chat(person)) is None:
            return
        speech = self._office.speech_for(person)
        await self._voice.post(
            send(chat, tracker.text(self._office, report, speech), tracker.buttons(self._office, report, speech)),
            Delivery(Priority.ANSWER, report.id, Role.TRACKER),
        )

    async def refresh(self, report: Report) -> None:
        """Bring the tracker up to date."""
        person = await self._reporter(report)
        if (chat := _chat(person)) is None or report.id is None:
            return
        link = await self._transaction.links.newest(report.id, Role.TRACKER, chat)
        if link is None:
            return
        speech = self._office.speech_for(person)
        await self._voice.post(
            edit(
                chat,
                link.message_id,
                tracker.text(self._office, report, speech),
                tracker.buttons(self._office, report, speech),
            ),
            Delivery(Priority.PUSH, report.id),
        )

    async def push(
        self,
        report: Report,
        name: str,
        *,
        files: Sequence[Attachment | ReportAttachment] = (),
        markup: Keyboard | None = None,
        **values: object,
    ) -> None:
        """Tell everyone concerned of a change; the buttons are for the reporter alone.

        Moments among `values` are written as each of them writes them, and what is a function of a Speech is called with
        theirs.
        """
        for person in await audience(self._transaction, report):
            buttons = markup if person.id == report.reporter_id else None
            await self._tell(
                person, report, name, files, buttons, Delivery(Priority.PUSH, report.id, Role.PUSH), values
            )

    async def ask(
        self,
        report: Report,
        name: str,
        *,
        files: Sequence[Attachment | ReportAttachment] = (),
        markup: Keyboard | None = None,
        role: Role = Role.PUSH,
        priority: Priority = Priority.REMINDER,
        **values: object,
    ) -> None:
        """Ask the reporter something that nobody else can answer; `values` as in `push`."""
        person = await self._reporter(report)
        if person is not None:
            await self._tell(person, report, name, files, markup, Delivery(priority, report.id, role), values)

    async def enclose(self, report: Report, files: Sequence[Attachment]) -> None:
        """Send further files of what people were told a moment ago."""
        for person in await audience(self._transaction, report):
            await self._send_files(person, report, files, Delivery(Priority.PUSH, report.id, Role.PUSH))

    async def _tell(
        self,
        person: Known,
        report: Report,
        name: str,
        files: Sequence[Attachment | ReportAttachment],
        markup: Keyboard | None,
        delivery: Delivery,
        values: dict[str, object],
    ) -> None:
        if (chat := _chat(person)) is None:
            return
        reply = await self._send_files(person, report, files, delivery)
        speech = self._office.speech_for(person)
        agency = agency_name(self._office, lead_of(report), speech)
        text = speech(name, **{"ticket": report.ticket, "agency": agency, **self._written(values, speech)})
        await self._voice.post(send(chat, text, markup, reply_to=reply), delivery)

    async def _send_files(
        self, person: Known, report: Report, files: Sequence[Attachment | ReportAttachment], delivery: Delivery
    ) -> int | None:
        """Send files below the person's tracker; return its id, None where they have none."""
        if (chat := _chat(person)) is None or report.id is None:
            return None
        link = await self._transaction.links.newest(report.id, Role.TRACKER, chat)
        reply = None if link is None else link.message_id
        for call in filing.sends(chat, files, reply):
            await self._voice.post(call, delivery)
        await filing.follow(self._voice, chat, files, delivery, reply_to=reply, hidden=False)
        return reply

    def _written(self, values: dict[str, object], speech: Speech) -> dict[str, Any]:
        zone = self._office.regency.timezone
        said = {name: value(speech) if callable(value) else value for name, value in values.items()}
        return {
            name: when(value, zone, speech) if isinstance(value, datetime) else value for name, value in said.items()
        }

    async def _reporter(self, report: Report) -> Known | None:
        return None if report.reporter_id is None else await self._transaction.people.get(report.reporter_id)


def _chat(person: Known | None) -> int | None:
    """Return the chat in which somebody can be told something; None where nothing reaches them."""
    return None if person is None or person.unreachable_since is not None else person.user_id
