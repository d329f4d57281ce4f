"""Pushes: what a reporter hears. Each is one short message that replies to the tracker, which is edited as well."""

from collections.abc import Sequence
from datetime import datetime

from handlers import files as filing
from handlers.calls import Keyboard, edit, send
from handlers.citizen import tracker
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.texts import Speech
from handlers.voice import Voice
from handlers.wording import when
from reports.assignments import lead_of
from reports.filing import Attachment
from storage.outbox import Delivery
from storage.tables import Priority, Report, ReportAttachment, Role
from storage.transaction import Transaction


class Pushes:
    """Speaks to the reporter of a report, in their language, if they can be reached at all."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._voice = Voice(transaction)

    async def speech(self, report: Report) -> Speech:
        """Return the reporter's language."""
        person = None if report.reporter_id is None else await self._transaction.people.get(report.reporter_id)
        return self._office.speech_for(person)

    async def receipt(self, report: Report) -> None:
        """Send the receipt, which is the tracker from now on."""
        if (chat := await self._chat(report)) is None:
            return
        speech = await self.speech(report)
        await self._voice.post(
            send(chat, tracker.text(self._office, report, speech), tracker.buttons(self._office, report, speech)),
            Delivery(Priority.ANSWER, report.id, Role.TRACKER),
        )

    async def refresh(self, report: Report) -> None:
        """Bring the tracker up to date."""
        chat = await self._chat(report)
        if chat is None or report.id is None:
            return
        link = await self._transaction.links.newest(report.id, Role.TRACKER, chat)
        if link is None:
            return
        speech = await self.speech(report)
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
        role: Role = Role.PUSH,
        priority: Priority = Priority.PUSH,
        **values: object,
    ) -> None:
        """Tell the reporter of a change. Moments among `values` are written as people write them."""
        chat = await self._chat(report)
        if chat is None or report.id is None:
            return
        speech = await self.speech(report)
        link = await self._transaction.links.newest(report.id, Role.TRACKER, chat)
        reply = None if link is None else link.message_id
        delivery = Delivery(priority, report.id, role)
        for call in filing.sends(chat, files, reply):
            await self._voice.post(call, delivery)
        agency = agency_name(self._office, lead_of(report), speech)
        text = speech(name, **{"ticket": report.ticket, "agency": agency, **self._written(values, speech)})
        await self._voice.post(send(chat, text, markup, reply_to=reply), delivery)

    async def enclose(self, report: Report, files: Sequence[Attachment]) -> None:
        """Send further files of what the reporter was told a moment ago."""
        chat = await self._chat(report)
        if chat is None or report.id is None:
            return
        link = await self._transaction.links.newest(report.id, Role.TRACKER, chat)
        for call in filing.sends(chat, files, None if link is None else link.message_id):
            await self._voice.post(call, Delivery(Priority.PUSH, report.id, Role.PUSH))

    def _written(self, values: dict[str, object], speech: Speech) -> dict[str, object]:
        zone = self._office.regency.timezone
        return {
            name: when(value, zone, speech) if isinstance(value, datetime) else value for name, value in values.items()
        }

    async def _chat(self, report: Report) -> int | None:
        if report.reporter_id is None:
            return None
        person = await self._transaction.people.get(report.reporter_id)
        return None if person is None or person.unreachable_since is not None else person.user_id
