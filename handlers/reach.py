"""Reach: what is done when a chat cannot be reached, when it can again, and when a group takes no files.

What is for a group that cannot be reached waits in the outbox (bot/sending/holding.py). Meanwhile the agency's other
group has its reports, or the coordinators do; whatever waits for long is put before them as well.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.alarms import MOST_TICKETS, Alarms
from handlers.board import Board
from handlers.calls import Call
from handlers.handing_on import hand_on, is_words
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.texts import Markup
from handlers.voice import Voice
from handlers.wording import when
from storage.outbox import Delivery, Outgoing, makes_message
from storage.tables import Group, GroupRole, Priority, Report, Role
from storage.transaction import Transaction

NONE = "none"
"""How many, where a text says something else for none: numbers go into texts as words (handlers/texts.py)."""

HAND_OVER_AFTER = timedelta(hours=1)
"""After so long the coordinators get the words that wait for a group; before that it is mostly back by itself."""


class Reach:
    """Writes down which chats can be reached, and sees to it that nothing waits unseen."""

    def __init__(self, office: Office, alarms: Alarms) -> None:
        self._office = office
        self._alarms = alarms
        self._say = office.group_speech

    async def lost(self, transaction: Transaction, chat_id: int, reason: str) -> None:
        """Note that nothing can be delivered in a chat: a person is not pushed to until they write again."""
        if chat_id > 0:
            await transaction.people.unreachable(chat_id)
        elif (group := await transaction.groups.lost(chat_id)) is not None and group.role is not GroupRole.UNLINKED:
            await self._stand_in(transaction, group, reason)

    async def left(self, transaction: Transaction, group: Group, reason: str) -> None:
        """Have others stand in for a group that is no longer what `group` says; what waits for it goes to them."""
        await self._stand_in(transaction, group, reason)
        coordination = await transaction.groups.of_role(GroupRole.COORDINATION)
        if coordination is not None and group.role is GroupRole.AGENCY:
            await Board(self._office, transaction).catch_up(coordination)
        await hand_on(self._office, transaction, group.chat_id)

    async def _stand_in(self, transaction: Transaction, group: Group, reason: str) -> None:
        """Give what a group had to the agency's other group; without one the coordinators hear of it."""
        heir = await transaction.groups.in_use(group.role, group.agency)
        if heir is not None:
            await Voice(transaction).say(heir.chat_id, self._say("link-inherited", who=self._name(group)))
            await Board(self._office, transaction).catch_up(heir)
            await hand_on(self._office, transaction, group.chat_id)
        elif group.role is GroupRole.AGENCY and group.agency is not None:
            waiting = await transaction.waiting.in_chat(group.chat_id)
            await self._alarms.tell(
                transaction, "alarm-group-lost", agency=self._name(group), code=group.agency, reason=reason,
                waiting=len(waiting) or NONE, tickets=await self._tickets(transaction, waiting),
            )  # fmt: skip
            await self._show_coordinators(transaction, [row for row in waiting if _is_card(row)])

    async def _tickets(self, transaction: Transaction, waiting: Sequence[Outgoing]) -> str:
        """Name the reports about which something waits."""
        found = await transaction.reports.several({row.report_id for row in waiting if row.report_id is not None})
        named = [report.ticket for report in found[:MOST_TICKETS]]
        return ", ".join([*named, "…"] if len(found) > len(named) else named)

    async def _show_coordinators(self, transaction: Transaction, cards: Sequence[Outgoing]) -> None:
        """Put reports before the coordinators that nobody has seen yet: their cards wait."""
        coordination = await transaction.groups.of_role(GroupRole.COORDINATION)
        if coordination is None:
            return
        board = Board(self._office, transaction)
        for report in await transaction.reports.several([row.report_id for row in cards if row.report_id is not None]):
            if await transaction.links.newest(report.id or 0, Role.CARD, coordination.chat_id) is None:
                await board.show(report, coordination)

    async def reached(self, transaction: Transaction, chat_id: int) -> None:
        """Note that messages arrive in a group again, and put up what it does not have yet."""
        group = await transaction.groups.reached(chat_id)
        if group is None:
            return
        await Board(self._office, transaction).catch_up(group)
        if group.role is GroupRole.AGENCY:
            await self._alarms.tell(transaction, "alarm-group-back", agency=self._name(group))

    async def withheld(self, transaction: Transaction, row: Outgoing) -> None:
        """A group takes no files: they wait, the card went without them, and both it and the coordinators are told."""
        assert row.chat_id is not None  # noqa: S101  only groups take no files
        await transaction.waiting.withhold([row.id, *(carried.id for carried in row.absorbed)])
        group = await transaction.groups.get(row.chat_id)
        report = None if row.report_id is None else await transaction.reports.get(row.report_id)
        if group is None or report is None or report.id is None:
            return
        link = await transaction.links.newest(report.id, Role.CARD, row.chat_id)
        card = None if link is None else link.message_id
        if card is not None and row.role is Role.ALBUM:
            # The card was to reply to its files; now they will come below it.
            parameters = row.payload | {"reply_parameters": {"message_id": card, "allow_sending_without_reply": True}}
            await transaction.waiting.rewrite(row.id, parameters)
        await Voice(transaction).say(
            row.chat_id, self._say("note-files-withheld", ticket=report.ticket), reply_to=card,
            delivery=Delivery(Priority.CARD, report.id, Role.NOTE),
        )  # fmt: skip
        if group.role is GroupRole.AGENCY:
            await self._alarms.tell(transaction, "alarm-no-files", ticket=report.ticket, agency=self._name(group))

    async def hand_over(self, transaction: Transaction) -> None:
        """Put before the coordinators what has waited for long, and every report that lies where nothing arrives."""
        coordination = await transaction.groups.of_role(GroupRole.COORDINATION)
        if coordination is None:
            return
        for group in await transaction.groups.long_unreachable(transaction.now - HAND_OVER_AFTER):
            group.handed_over_at = transaction.now
            if await transaction.groups.linked(GroupRole.AGENCY, group.agency) is group:
                await self._hand_over(transaction, group, coordination)

    async def _hand_over(self, transaction: Transaction, group: Group, coordination: Group) -> None:
        since = group.unreachable_since
        assert since is not None  # noqa: S101  it was asked for
        # What was said since then went to the coordinators at once.
        words = [
            row for row in await transaction.waiting.in_chat(group.chat_id) if is_words(row) and _before(row, since)
        ]
        found = {
            report.id: report for report in await transaction.reports.several([row.report_id or 0 for row in words])
        }
        await Voice(transaction).say(
            coordination.chat_id,
            Markup(
                self._say(
                    "alarm-group-still-lost", agency=self._name(group), count=len(words) or NONE, code=group.agency or "",
                    when=when(since, self._office.regency.timezone, self._say),
                )
            ),
            delivery=Delivery(Priority.CARD),
        )  # fmt: skip
        board = Board(self._office, transaction)
        await board.catch_up(coordination)
        for row in words:
            report: Report | None = found.get(row.report_id)
            if report is not None:
                await board.repeat(report, coordination, Call(row.method, row.payload))

    def _name(self, group: Group) -> str:
        if group.role is GroupRole.LEADERSHIP:
            return self._say.plain_text("leadership")
        return agency_name(self._office, group.agency, self._say)


def _is_card(row: Outgoing) -> bool:
    return row.role is Role.CARD and makes_message(row.method)


def _before(row: Outgoing, moment: datetime) -> bool:
    return row.created_at is None or row.created_at <= moment
