"""The board: where groups see reports. Puts up cards, keeps them true, and adds notes below them."""

from collections.abc import Sequence

from handlers import files as filing
from handlers.callbacks import NO_BUTTONS
from handlers.calls import Call, edit, reply, send
from handlers.cards import card
from handlers.combined_cards import CombinedBoard
from handlers.office import Office
from handlers.parts.actors import members_of
from handlers.parts.reporter_words import in_line, pieces
from handlers.texts import Markup
from handlers.voice import Voice
from reports.actors import Actor
from reports.assignments import lead_of
from reports.authority import View, may, may_of_agency
from reports.filing import Attachment
from storage.links import Link
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
        for group in await self.homes(report):
            await self.show(report, group, heading, files)

    async def refer(self, report: Report, heading: Markup | None = None) -> None:
        """Put a card up before the coordinators, who have something to decide about it."""
        group = await self._transaction.groups.linked(GroupRole.COORDINATION)
        if group is not None:
            await self.show(report, group, heading)

    async def homes(self, report: Report) -> list[Group]:
        """Return the groups that are told of a report: where it lies, or else the coordinators'.

        While its agency's group cannot be reached it is told all the same, which waits, and the coordinators are as well.
        So are they of a report whose agency is retired: it stays there until somebody hands it on.
        """
        groups = self._transaction.groups
        lead = lead_of(report)
        own = None if lead is None else await groups.linked(GroupRole.AGENCY, lead)
        if own is not None and own.is_reachable and not self._is_retired(lead):
            return [own]
        coordination = await groups.linked(GroupRole.COORDINATION)
        return [group for group in (own, coordination) if group is not None]

    async def group_for(self, report: Report) -> Group | None:
        """Return the group in which a report's card belongs: the coordinators' when its agency has none, or is retired."""
        if (lead := lead_of(report)) is not None and not self._is_retired(lead):
            group = await self._transaction.groups.of_agency(lead)
            if group is not None:
                return group
        return await self._transaction.groups.of_role(GroupRole.COORDINATION)

    def _is_retired(self, agency: str | None) -> bool:
        return agency is not None and not self._office.regency.has_agency(agency)

    async def show(
        self, report: Report, group: Group, heading: Markup | None = None, files: Sequence[Attachment] | None = None
    ) -> int:
        """Put up the whole report in a group: its files, the card that replies to them, what did not fit below.

        Return the card's message id, which stands for a message still to be sent.

        `files` are those it was filed with, where they are at hand: then it is new. An older card in the group gives way
        to a line, because only the newest is kept true.
        """
        assert report.id is not None  # noqa: S101  it is stored
        older = None if files is not None else await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
        again = older is not None or (files is None and await self._is_combined(report, group))
        if heading is not None:
            await self._send(group.chat_id, heading, report, Role.NOTE)
        first: int | None = None
        shown = await self._transaction.events.attachments(report.id) if files is None else files
        for call in filing.sends(group.chat_id, shown):
            number = await self._voice.post(_covered(call, report), Delivery(Priority.CARD, report.id, Role.ALBUM))
            first = first or number
        viewer = members_of(group)
        supporters = 0 if files is not None else await self._supporters(report)
        text, rest = card.text(self._office, report, viewer, await self._name(report, viewer), supporters)
        number = await self._voice.post(
            _covered(send(group.chat_id, text, card.buttons(self._office, report, viewer), reply_to=first), report),
            Delivery(Priority.CARD, report.id, Role.CARD),
        )
        # Asked for with the card's role: where cards are combined they are taken back with it, and come when it is opened.
        await self._follow(report, group, shown, number, Role.ALBUM, again=again)
        if older is not None:
            gone = self._office.group_speech("card-moved", ticket=report.ticket)
            await self._voice.post(
                edit(group.chat_id, older.message_id, gone, NO_BUTTONS), Delivery(Priority.CARD, report.id)
            )
        if rest:
            await self._go_on(report, group, pieces(rest), number)
        return number

    async def catch_up(self, group: Group) -> None:
        """Put up every report in hand that waits for a card in a group; those that have one there get their buttons back."""
        if not may_of_agency(members_of(group), View.LIST, group.agency):
            return
        # A report of the same batch of updates has its card already: it can be read once it is written.
        await self._transaction.outbox.flush()
        for report in await self._transaction.reports.without_card(group.agency, group.chat_id):
            if (home := await self.group_for(report)) is not None and home.chat_id == group.chat_id:
                await self.show(report, group)

    async def renew(self, group: Group) -> None:
        """Bring the cards of an agency's reports in hand up to date in a group that has just become that agency's.

        What changed while it was somebody else's took the buttons away.
        """
        for report in await self._transaction.reports.with_card(group.agency, group.chat_id):
            link = await self._transaction.links.newest(report.id or 0, Role.CARD, group.chat_id)
            if link is not None:
                await self._voice.post(await self._edited(link, report, group), Delivery(Priority.CARD, report.id))
        await CombinedBoard(self._office).renew(self._transaction, group)

    async def _edited(self, link: Link, report: Report, group: Group) -> Call:
        viewer = members_of(group)
        return edit(
            link.chat_id,
            link.message_id,
            card.text(self._office, report, viewer, await self._name(report, viewer), await self._supporters(report))[
                0
            ],
            card.buttons(self._office, report, viewer),
        )

    async def refresh(self, report: Report, *, adopt: bool = True) -> None:
        """Bring every card of the report up to date, wherever one is.

        With `adopt`, a report in hand whose group has no card gets one: the group was linked, or became a supergroup,
        since the last card.
        """
        assert report.id is not None  # noqa: S101  it is stored
        shown = set()
        for link in await self._transaction.links.every(report.id, Role.CARD):
            group = await self._transaction.groups.get(link.chat_id)
            if group is None or group.is_left:
                continue
            shown.add(link.chat_id)
            await self._voice.post(
                await self._edited(link, report, group), Delivery(Priority.ANSWER, report.id, Role.CARD)
            )
        shown |= await CombinedBoard(self._office).refresh(self._transaction, report)
        home = await self.group_for(report)
        if adopt and home is not None and home.chat_id not in shown and report.status in IN_HAND:
            # What this transaction has put up itself can be read once it is written.
            await self._transaction.outbox.flush()
            if await self._transaction.links.newest(report.id, Role.CARD, home.chat_id) is None:
                await self.show(report, home)

    async def note(
        self, report: Report, text: Markup, files: Sequence[Attachment] = (), *, rest: Sequence[str] = ()
    ) -> None:
        """Say something below the report's card, in the group where it lies now.

        `rest` are pieces of the reporter's words that did not fit: each is a message of its own.
        """
        for group in await self.homes(report):
            reply_to = await self._card_in(group, report)
            words = await self._send(group.chat_id, text, report, Role.NOTE, reply_to=reply_to)
            await self._go_on(report, group, rest, reply_to)
            # A card that waits may yet be taken back. The words name their report, and are surely there.
            is_there = reply_to is not None and reply_to > 0
            await self._enclose(report, group, files, reply_to if is_there else words)

    async def enclose(self, report: Report, files: Sequence[Attachment]) -> None:
        """Put further files below those of the last note, in one album with them where they are not sent yet."""
        assert report.id is not None  # noqa: S101  it is stored
        for group in await self.homes(report):
            reply_to = await self._card_in(group, report)
            if reply_to is None or reply_to < 0:
                words = await self._transaction.links.newest(report.id, Role.NOTE, group.chat_id)
                reply_to = reply_to if words is None else words.message_id
            await self._enclose(report, group, files, reply_to)

    async def _go_on(self, report: Report, group: Group, rest: Sequence[str], reply_to: int | None) -> None:
        for piece in rest:
            text = self._office.group_speech("card-rest", ticket=report.ticket, text=in_line(report, piece))
            await self._send(group.chat_id, text, report, Role.NOTE, reply_to=reply_to)

    async def repeat(self, report: Report, group: Group, call: Call) -> None:
        """Say in a group, below the report's card, what waits for another."""
        reply_to = await self._card_in(group, report)
        parameters = {name: value for name, value in call.parameters.items() if name != "reply_parameters"}
        parameters |= {"chat_id": group.chat_id} | ({} if reply_to is None else {"reply_parameters": reply(reply_to)})
        await self._voice.post(Call(call.method, parameters), Delivery(Priority.CARD, report.id, Role.NOTE))

    async def _card_in(self, group: Group, report: Report) -> int | None:
        """Return the report's card in a group. Coordinators who stand in for an agency get one where they have none."""
        assert report.id is not None  # noqa: S101  it is stored
        link = await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
        stands_in = group.role is GroupRole.COORDINATION and report.lead is not None
        if link is None and stands_in and report.status in IN_HAND:
            # What this transaction has put up itself can be read once it is written.
            await self._transaction.outbox.flush()
            link = await self._transaction.links.newest(report.id, Role.CARD, group.chat_id)
            return await self.show(report, group) if link is None else link.message_id
        return None if link is None else link.message_id

    async def _enclose(self, report: Report, group: Group, files: Sequence[Attachment], reply_to: int | None) -> None:
        for call in filing.sends(group.chat_id, files, reply_to):
            covered = _covered(call, report)
            before = self._transaction.outbox.newest(group.chat_id)
            joined = filing.joined(before, covered) if before and before.report_id == report.id else None
            if before is not None and joined is not None and before.role is Role.NOTE:
                self._voice.amend(before.id, joined)
            else:
                await self._voice.post(covered, Delivery(Priority.CARD, report.id, Role.NOTE))

        await self._follow(report, group, files, reply_to, Role.NOTE)

    async def _follow(
        self,
        report: Report,
        group: Group,
        files: Sequence[filing.File],
        reply_to: int | None,
        role: Role,
        *,
        again: bool = False,
    ) -> None:
        """Have what needs cleaning follow the card, or the words it came with."""
        hidden = report.identity is Identity.CONFIDENTIAL
        delivery = Delivery(Priority.CARD, report.id, role)
        await filing.follow(self._voice, group.chat_id, files, delivery, reply_to=reply_to, hidden=hidden, again=again)

    async def _is_combined(self, report: Report, group: Group) -> bool:
        """Tell whether a group has a report on a combined card."""
        combined = await self._transaction.combined_cards.showing(report.id or 0)
        return any(card.chat_id == group.chat_id for card in combined)

    async def _send(
        self, chat_id: int, text: Markup, report: Report, role: Role, *, reply_to: int | None = None
    ) -> int:
        return await self._voice.post(
            _covered(send(chat_id, text, reply_to=reply_to), report), Delivery(Priority.CARD, report.id, role)
        )

    async def _supporters(self, report: Report) -> int:
        assert report.id is not None  # noqa: S101  it is stored
        return len(await self._transaction.supporters.of_report(report.id))

    async def _name(self, report: Report, viewer: Actor) -> str:
        """Return the reporter's name where the card may show some of it; empty otherwise, so that it cannot leak."""
        if report.reporter_id is None or not may(viewer, View.NAME, report):
            return ""
        person = await self._transaction.people.get(report.reporter_id)
        return "" if person is None else person.name


def _covered(call: Call, report: Report) -> Call:
    """Return a call so that nothing of a confidential report can be passed on."""
    return call.hidden() if report.identity is Identity.CONFIDENTIAL else call
