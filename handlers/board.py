"""The board: where groups see reports. Puts up cards, keeps them true, and adds notes below them."""

from collections.abc import Sequence

from handlers import files as filing
from handlers.callbacks import NO_BUTTONS
from handlers.calls import Call, edit, send
from handlers.cards import card
from handlers.combined_cards import CombinedBoard
from handlers.office import Office
from handlers.parts.actors import members_of
from handlers.texts import Markup
from handlers.voice import Voice
from reports.actors import Actor
from reports.authority import View, may
from reports.filing import Attachment
from storage.outbox import Delivery
from storage.tables import IN_HAND, Group, GroupRole, Identity, Priority, Report, Role
from storage.transaction import Transaction


class Board:
    """Shows reports to the groups that must see them."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._voice = Voice(transaction)

    async def pin_up(
        self, report: Report, heading: Markup | None = None, files: Sequence[Attachment] | None = None
    ) -> None:
        """Put a card up where the report lies now: its agency's group, or the coordinators'.

        Without a group for it the report waits in the database; a group that is linked later gets it then.
        """
        group = await self.group_for(report)
        if group is not None:
            await self.show(report, group, heading, files)

    async def refer(self, report: Report, heading: Markup | None = None) -> None:
        """Put a card up before the coordinators, who have something to decide about it."""
        group = await self._transaction.groups.of_role(GroupRole.COORDINATION)
        if group is not None:
            await self.show(report, group, heading)

    async def group_for(self, report: Report) -> Group | None:
        """Return the group in which a report's card belongs: the coordinators' when its agency has none."""
        if report.agency is not None:
            group = await self._transaction.groups.of_agency(report.agency)
            if group is not None:
                return group
        return await self._transaction.groups.of_role(GroupRole.COORDINATION)

    async def show(
        self, report: Report, group: Group, heading: Markup | None = None, files: Sequence[Attachment] | None = None
    ) -> None:
        """Put up the whole report in a group: its files, the card that replies to them, what did not fit below.

        `files` are those it was filed with, where they are at hand: then it is new. An older card in the group gives way
        to a line, because only the newest is kept true.
        """
        assert report.id is not None  # noqa: S101  it is stored
        older = None if files is not None else await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
        if heading is not None:
            await self._send(group.chat_id, heading, report, Role.NOTE)
        first: int | None = None
        shown = await self._transaction.events.attachments(report.id) if files is None else files
        for call in filing.sends(group.chat_id, shown):
            number = await self._voice.post(_covered(call, report), Delivery(Priority.CARD, report.id, Role.ALBUM))
            first = first or number
        viewer = members_of(group)
        text, rest = card.text(self._office, report, viewer, await self._name(report, viewer))
        number = await self._voice.post(
            _covered(send(group.chat_id, text, card.buttons(self._office, report, viewer), reply_to=first), report),
            Delivery(Priority.CARD, report.id, Role.CARD),
        )
        if older is not None:
            gone = self._office.group_speech("card-moved", ticket=report.ticket)
            await self._voice.post(
                edit(group.chat_id, older.message_id, gone, NO_BUTTONS), Delivery(Priority.CARD, report.id)
            )
        if rest:
            await self._send(
                group.chat_id, self._office.group_speech("card-rest", ticket=report.ticket, text=rest[: card.STORY_UNITS]),
                report, Role.NOTE, reply_to=number,
            )  # fmt: skip

    async def refresh(self, report: Report, *, adopt: bool = True) -> None:
        """Bring every card of the report up to date, wherever one is.

        With `adopt`, a report in hand whose group has no card gets one: the group was linked, or became a supergroup,
        since the last card.
        """
        assert report.id is not None  # noqa: S101  it is stored
        shown = set()
        for link in await self._transaction.links.every(report.id, Role.CARD):
            group = await self._transaction.groups.get(link.chat_id)
            if group is None or not group.active:
                continue
            shown.add(link.chat_id)
            viewer = members_of(group)
            await self._voice.post(
                edit(
                    link.chat_id,
                    link.message_id,
                    card.text(self._office, report, viewer, await self._name(report, viewer))[0],
                    card.buttons(self._office, report, viewer),
                ),
                Delivery(Priority.ANSWER, report.id, Role.CARD),
            )
        shown |= await CombinedBoard(self._office).refresh(self._transaction, report)
        home = await self.group_for(report)
        if adopt and home is not None and home.chat_id not in shown and report.status in IN_HAND:
            # What this transaction has put up itself can be read once it is written.
            await self._transaction.outbox.flush()
            if await self._transaction.links.newest(report.id, Role.CARD, home.chat_id) is None:
                await self.show(report, home)

    async def note(self, report: Report, text: Markup, files: Sequence[Attachment] = ()) -> None:
        """Say something below the report's card, in the group where it lies now."""
        assert report.id is not None  # noqa: S101  it is stored
        group = await self.group_for(report)
        if group is None:
            return
        link = await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
        reply_to = None if link is None else link.message_id
        await self._send(group.chat_id, text, report, Role.NOTE, reply_to=reply_to)
        await self._enclose(report, group, files, reply_to)

    async def enclose(self, report: Report, files: Sequence[Attachment]) -> None:
        """Put further files below those of the last note, in one album with them where they are not sent yet."""
        assert report.id is not None  # noqa: S101  it is stored
        group = await self.group_for(report)
        if group is None:
            return
        link = await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
        await self._enclose(report, group, files, None if link is None else link.message_id)

    async def _enclose(self, report: Report, group: Group, files: Sequence[Attachment], reply_to: int | None) -> None:
        for call in filing.sends(group.chat_id, files, reply_to):
            covered = _covered(call, report)
            before = self._transaction.outbox.newest(group.chat_id)
            joined = filing.joined(before, covered) if before and before.report_id == report.id else None
            if before is not None and joined is not None and before.role is Role.NOTE:
                self._voice.amend(before.id, joined)
            else:
                await self._voice.post(covered, Delivery(Priority.CARD, report.id, Role.NOTE))

    async def _send(
        self, chat_id: int, text: Markup, report: Report, role: Role, *, reply_to: int | None = None
    ) -> None:
        await self._voice.post(
            _covered(send(chat_id, text, reply_to=reply_to), report), Delivery(Priority.CARD, report.id, role)
        )

    async def _name(self, report: Report, viewer: Actor) -> str:
        """Return the reporter's name where the card may show some of it; empty otherwise, so that it cannot leak."""
        if report.reporter_id is None or not may(viewer, View.NAME, report):
            return ""
        person = await self._transaction.people.get(report.reporter_id)
        return "" if person is None else person.name


def _covered(call: Call, report: Report) -> Call:
    """Return a call so that nothing of a confidential report can be passed on."""
    return call.hidden() if report.identity is Identity.CONFIDENTIAL else call
