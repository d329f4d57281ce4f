"""What the buttons under a card do. Each tap is one call of the desk, or the question that leads to one."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import CardTap
from handlers.calls import Keyboard
from handlers.cards import card, menus
from handlers.cards.acts import BY_NAME, CardAct, Told
from handlers.officer.prompts import prompt
from handlers.parts.actors import actor_in, members_of
from handlers.parts.names import agency_name
from handlers.parts.purposes import Asked
from handlers.visit import GroupVisit
from reports.actors import Actor
from reports.authority import is_for
from reports.desk.officer import BOUNCES_TO_COORDINATOR
from reports.errors import NotAllowed
from reports.lifecycle import Act
from storage.outbox import Delivery
from storage.tables import Priority, Report

_NOTHING = Told()


def register(router: Router) -> None:
    """Have a router take taps on cards."""
    router.callback_query.register(tapped, CardTap.filter())


async def tapped(query: CallbackQuery, callback_data: CardTap, visit: GroupVisit) -> None:
    """Do what the button says, if this person in this group may."""
    if query.message is None:
        raise NotAllowed("cards are tapped in groups")
    actor = await actor_in(visit.group, query.from_user, visit.tx)
    await _Tap(query, query.message.message_id, callback_data, visit, actor).run()


class _Tap:
    """One tap with all that it needs."""

    def __init__(self, query: CallbackQuery, card_id: int, data: CardTap, visit: GroupVisit, actor: Actor) -> None:
        self._query = query
        self._card_id = card_id
        self._data = data
        self._visit = visit
        self._desk = visit.desk
        self._office = visit.office
        self._group = visit.group
        self._actor = actor

    async def run(self) -> None:
        """Carry out the tap. Raises what the desk raises; nothing has changed then."""
        action, number = self._data.action, self._data.report
        if (entry := BY_NAME.get(action)) is not None:
            await self._begin(entry, number)
        elif action == menus.TO:
            await self._hand_on(number)
        elif action == menus.DAYS:
            await self._promise(number)
        elif action == menus.LONGER:
            await self._extend(number)
        elif action == menus.BACK:
            report = await self._desk.report_for(number, Act.NOTE, self._actor)
            await self._buttons(card.buttons(self._office, report, members_of(self._group)))
        else:
            await self._gone()

    async def _begin(self, entry: CardAct, number: int) -> None:
        """Do an act at once, or ask for what it needs: a choice first, then words."""
        if entry.menu is not None:
            report = await self._desk.report_for(number, entry.act, self._actor)
            page = int(self._data.value[:3]) if self._data.value.isdecimal() else 0
            await self._buttons(entry.menu.show(self._office, report, page))
        elif entry.prompts:
            report = await self._desk.report_for(number, entry.act, self._actor)
            await self._prompt(report, entry)
        else:
            await self._do(entry, number, Told())

    async def _do(self, entry: CardAct, number: int, told: Told) -> None:
        await entry.call(self._desk, number, self._actor, told)
        if entry.done is not None:
            await self._said(entry.done)

    async def _gone(self) -> None:
        """Answer a button that no card ever had."""
        await self._visit.voice.answer(self._query, self._visit.speech.plain_text("button-gone"), alert=True)

    async def _hand_on(self, number: int) -> None:
        """An agency was chosen: coordinators dispose at once, officers say why first."""
        wish = None if self._data.value == menus.COORDINATORS else self._data.value
        if wish is not None:
            self._office.regency.agency(wish)
        if is_for(self._actor, Act.DISPOSE) and wish is not None:
            await self._do(BY_NAME["dispose"], number, Told(to=wish))
            return
        report = await self._chosen(BY_NAME["reroute"], number)
        to = agency_name(self._office, wish, self._visit.speech)
        if wish is not None and report.bounces + 1 >= BOUNCES_TO_COORDINATOR:
            to = self._visit.speech.plain_text("bounce-to-coordinators", to=to)
        await self._prompt(report, BY_NAME["reroute"], Told(to=wish), to=to)

    async def _promise(self, number: int) -> None:
        """A day was chosen, or that it will be typed."""
        entry = BY_NAME["promise"]
        if self._data.value == menus.TYPED:
            await self._prompt(await self._chosen(entry, number), entry)
        elif (days := menus.days_in(self._data.value)) is not None:
            await self._do(entry, number, Told(days=days))
        else:
            await self._gone()

    async def _extend(self, number: int) -> None:
        """A longer time was chosen: the coordinator says why."""
        if (days := menus.days_in(self._data.value)) is None:
            await self._gone()
            return
        entry = BY_NAME["extend"]
        await self._prompt(await self._chosen(entry, number), entry, Told(days=days), days=days)

    async def _chosen(self, entry: CardAct, number: int) -> Report:
        """Put the card's own buttons back after a choice, and return the report."""
        report = await self._desk.report_for(number, entry.act, self._actor)
        await self._buttons(card.buttons(self._office, report, members_of(self._group)))
        return report

    async def _prompt(self, report: Report, entry: CardAct, told: Told = _NOTHING, **shown: object) -> None:
        user = self._query.from_user
        await prompt(self._visit, report, self._card_id, user, Asked(entry.name, user.id, told.to, told.days), **shown)

    async def _buttons(self, markup: Keyboard) -> None:
        delivery = Delivery(Priority.ANSWER, self._data.report)
        await self._visit.voice.change_buttons(self._group.chat_id, self._card_id, markup, delivery=delivery)

    async def _said(self, name: str) -> None:
        """Answer the tap with a line that passes."""
        await self._visit.voice.answer(self._query, self._visit.speech.plain_text(name))
