"""Alarms: what is done when a chat is lost or a message can never be delivered."""

from handlers.calls import send
from handlers.office import Office
from handlers.parts.names import agency_name
from storage import groups, reports
from storage.outbox import Letter, Outgoing
from storage.tables import GroupRole, Priority
from storage.transaction import Transaction


class Alarms:
    """Writes down losses the courier finds, and tells the coordinators where people must act."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def unreachable(self, transaction: Transaction, chat_id: int, reason: str) -> None:
        """A person is not pushed to until they write again; an agency without its group is the coordinators' matter."""
        if chat_id > 0:
            await transaction.people.unreachable(chat_id)
            return
        group = await groups.left(transaction.session, chat_id)
        if group is None or group.role is not GroupRole.AGENCY or group.agency is None:
            return
        name = agency_name(self._office, group.agency, self._office.group_speech)
        await self._tell(transaction, "alarm-group-lost", agency=name, code=group.agency, reason=reason)

    async def given_up(self, transaction: Transaction, row: Outgoing, reason: str) -> None:
        """A message that can never be delivered: the coordinators hear of it, unless it was meant for them."""
        if row.priority == Priority.ANNOUNCEMENT:
            return  # an announcement counts those it did not reach, and its progress shows them
        ticket = ""
        if row.report_id is not None and (report := await reports.get(transaction.session, row.report_id)) is not None:
            ticket = report.ticket
        await self._tell(
            transaction, "alarm-dead-letter", but=row.chat_id, method=row.method, reason=reason, ticket=ticket
        )

    async def moved(self, transaction: Transaction, old: int, new: int) -> None:
        """A group became a supergroup."""
        await groups.moved(transaction, old, new)

    async def _tell(self, transaction: Transaction, name: str, *, but: int | None = None, **values: object) -> None:
        coordination = await groups.of_role(transaction.session, GroupRole.COORDINATION)
        if coordination is None or coordination.chat_id == but:
            return
        await self._office.bot.post(
            send(coordination.chat_id, self._office.group_speech(name, **values)),
            Letter(Priority.CARD),
        )
