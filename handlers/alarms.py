"""Alarms: what the coordinators are told when a message can never be delivered, an update never worked, or worse."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from handlers.calls import edit, send
from handlers.office import Office
from handlers.texts import Markup
from handlers.voice import Voice
from handlers.wording import when
from reports import tickets
from storage.outbox import Delivery, Outgoing
from storage.tables import GroupRole, Priority
from storage.transaction import Transaction

SAME_WITHIN = timedelta(hours=1)
"""How long the same alarm is counted in the message that told of it first; after that it is told anew."""

MOST_TICKETS = 20
"""Tickets that one alarm names."""

_VARYING = frozenset({"when", "waiting", "tickets"})
"""What does not make an alarm another one."""

_WITHOUT_TICKET = frozenset({"alarm-group-lost", "alarm-group-back"})

_KINDS = {
    "message": "alarm-kind-message",
    "edited_message": "alarm-kind-edit",
    "callback_query": "alarm-kind-tap",
}


@dataclass
class ToldAlarm:
    """An alarm the coordinators have before them: its message (minus an outbox row's number), and how often it came."""

    chat_id: int
    message_id: int
    since: datetime
    count: int = 1
    tickets: list[str] = field(default_factory=list)


class Alarms:
    """Tells the coordinators where people must act.

    What was told lately is known in memory alone: after a restart the same alarm is a message of its own again.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._told: dict[tuple[str, ...], ToldAlarm] = {}

    async def given_up(self, transaction: Transaction, row: Outgoing, reason: str) -> None:
        """A message that can never be delivered: the coordinators hear of it, unless it was meant for them."""
        if row.priority == Priority.ANNOUNCEMENT:
            return  # an announcement counts those it did not reach, and its progress shows them
        ticket = ""
        if row.report_id is not None and (report := await transaction.reports.get(row.report_id)) is not None:
            ticket = report.ticket
        await self.tell(
            transaction, "alarm-dead-letter", ticket=ticket, but=row.chat_id, method=row.method, reason=reason
        )

    async def set_aside(self, transaction: Transaction, body: dict[str, Any]) -> bool:
        """An update that can never be worked: tell whether the coordinators hear of it. Nothing that it says is told."""
        kind = next((name for key, name in _KINDS.items() if key in body), "alarm-kind-other")
        return await self.tell(
            transaction,
            "alarm-set-aside",
            ticket=next(_tickets_before(body), ""),
            kind=self._office.group_speech.plain_text(kind),
            when=when(transaction.now, self._office.regency.timezone, self._office.group_speech),
        )

    async def tell(
        self, transaction: Transaction, name: str, *, ticket: str = "", but: int | None = None, **values: object
    ) -> bool:
        """Tell the coordinators, in the message they have if the same was told lately; False when nobody is there."""
        coordination = await transaction.groups.of_role(GroupRole.COORDINATION)
        if coordination is None or coordination.chat_id == but:
            return False
        key = (name, *(str(value) for field_name, value in values.items() if field_name not in _VARYING))
        told = self._told.get(key)
        if told is None or told.chat_id != coordination.chat_id or transaction.now - told.since >= SAME_WITHIN:
            told = ToldAlarm(coordination.chat_id, 0, transaction.now, tickets=[ticket] if ticket else [])
            told.message_id = await Voice(transaction).post(
                send(coordination.chat_id, self._text(name, told, values)), Delivery(Priority.CARD)
            )
        else:
            named = [*told.tickets, ticket] if ticket and ticket not in told.tickets else told.tickets
            told = ToldAlarm(told.chat_id, told.message_id, told.since, told.count + 1, named[:MOST_TICKETS])
            await Voice(transaction).post(
                edit(told.chat_id, told.message_id, self._text(name, told, values)), Delivery(Priority.CARD)
            )
        newest = told
        transaction.after_commit(lambda: self._remember(key, newest, transaction.now))
        return True

    def _text(self, name: str, told: ToldAlarm, values: dict[str, object]) -> Markup:
        speech = self._office.group_speech
        text = speech(name, **values, **({} if name in _WITHOUT_TICKET else {"ticket": ", ".join(told.tickets)}))
        if told.count == 1:
            return text
        since = when(told.since, self._office.regency.timezone, speech)
        return Markup(f"{text}\n{speech('alarm-count', count=told.count, when=since)}")

    def _remember(self, key: tuple[str, ...], told: ToldAlarm, now: datetime) -> None:
        self._told = {known: item for known, item in self._told.items() if now - item.since < SAME_WITHIN}
        self._told[key] = told


def _tickets_before(body: dict[str, Any]) -> Iterator[str]:
    """Give the tickets on the message of ours that an update was about: what was replied to, or bore the button."""
    for content in body.values():
        if isinstance(content, dict):
            ours = content.get("reply_to_message") or content.get("message") or {}
            if isinstance(ours, dict):
                yield from tickets.find(str(ours.get("text") or ours.get("caption") or ""))
