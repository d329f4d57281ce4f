"""What the buttons under a card do. Each tap is one call of the desk, or the question that leads to one."""

from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import CardTap
from handlers.calls import Keyboard
from handlers.cards import card
from handlers.officer import menus
from handlers.officer.prompts import prompt
from handlers.parts.actors import actor_in, members_of
from handlers.parts.names import agency_name
from handlers.visit import GroupVisit
from reports.actors import Actor
from reports.desk.officer import BOUNCES_TO_COORDINATOR
from reports.errors import NotAllowed
from reports.lifecycle import Act
from storage.outbox import Delivery
from storage.tables import GroupRole, Priority, Report

_PROMPTED = {"ask": Act.ASK, "resolve": Act.RESOLVE, "cannot": Act.PROPOSE, "refuse": Act.REFUSE}
_MENUS = {"reroute": Act.REROUTE, "dispose": Act.DISPOSE, "promise": Act.PROMISE, "extend": Act.EXTEND}


def register(router: Router) -> None:
    """Have a router take taps on cards."""
    router.callback_query.register(tapped, CardTap.filter())


async def tapped(query: CallbackQuery, callback_data: CardTap, visit: GroupVisit) -> None:
    """Do what the button says, if this person in this group may."""
    if query.message is None:
        raise NotAllowed("cards are tapped in groups")
    await _Tap(query, query.message.message_id, callback_data, visit, actor_in(visit.group, query.from_user)).run()


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
        if action in _PROMPTED:
            report = await self._desk.report_for(number, _PROMPTED[action], self._actor)
            await self._prompt(report, action)
        elif action in _MENUS:
            report = await self._desk.report_for(number, _MENUS[action], self._actor)
            await self._show_menu(report, action)
        elif action == "accept":
            await self._desk.accept(number, self._actor)
            await self._said("tap-accepted")
        elif action == "consent":
            await self._desk.consent(number, self._actor)
            await self._said("tap-consented")
        elif action == "to":
            await self._hand_on(number)
        elif action == "days":
            await self._promise(number)
        elif action == "nudge":
            await self._desk.nudge(number, self._actor)
            await self._said("tap-nudged")
        elif action == "longer":
            await self._extend(number)
        elif action == "back":
            report = await self._desk.report_for(number, Act.NOTE, self._actor)
            await self._buttons(card.buttons(self._office, report, members_of(self._group)))
        else:
            await self._gone()

    async def _gone(self) -> None:
        """Answer a button that no card ever had."""
        await self._visit.voice.answer(self._query, self._visit.speech.plain("button-gone"), alert=True)

    async def _show_menu(self, report: Report, action: str) -> None:
        if action == "promise":
            await self._buttons(menus.promises(self._office, report))
        elif action == "extend":
            await self._buttons(menus.extensions(self._office, report))
        else:
            page = int(self._data.value[:3]) if self._data.value.isdecimal() else 0
            await self._buttons(menus.agencies(self._office, report, action, page))

    async def _hand_on(self, number: int) -> None:
        """An agency was chosen: coordinators dispose at once, officers say why first."""
        wish = None if self._data.value == menus.COORDINATORS else self._data.value
        if wish is not None:
            self._office.regency.agency(wish)
        if self._group.role is GroupRole.COORDINATION and wish is not None:
            await self._desk.dispose(number, self._actor, wish)
            await self._said("tap-disposed")
            return
        report = await self._desk.report_for(number, Act.REROUTE, self._actor)
        await self._buttons(card.buttons(self._office, report, members_of(self._group)))
        to = agency_name(self._office, wish, self._visit.speech)
        if wish is not None and report.bounces + 1 >= BOUNCES_TO_COORDINATOR:
            to = self._visit.speech.plain("bounce-to-coordinators", to=to)
        await self._prompt(report, "reroute", kept={"to": wish}, shown={"to": to})

    async def _promise(self, number: int) -> None:
        if self._data.value == menus.TYPED:
            report = await self._desk.report_for(number, Act.PROMISE, self._actor)
            await self._buttons(card.buttons(self._office, report, members_of(self._group)))
            await self._prompt(report, "promise")
            return
        if (days := menus.days_in(self._data.value)) is None:
            await self._gone()
            return
        report = await self._desk.report_for(number, Act.PROMISE, self._actor)
        today = self._desk.now.astimezone(self._office.regency.timezone).date()
        day = self._desk.calendar_of(report).working_days_after(today, days)
        await self._desk.promise(number, self._actor, day)
        await self._said("tap-promised")

    async def _extend(self, number: int) -> None:
        """A longer time was chosen: the coordinator says why."""
        if (days := menus.days_in(self._data.value)) is None:
            await self._gone()
            return
        report = await self._desk.report_for(number, Act.EXTEND, self._actor)
        await self._buttons(card.buttons(self._office, report, members_of(self._group)))
        await self._prompt(report, "extend", kept={"days": days}, shown={"days": days})

    async def _prompt(self, report: Report, act: str, **more: Any) -> None:
        await prompt(self._visit, report, self._card_id, self._query.from_user, act, **more)

    async def _buttons(self, markup: Keyboard) -> None:
        delivery = Delivery(Priority.ANSWER, self._data.report)
        await self._visit.voice.change_buttons(self._group.chat_id, self._card_id, markup, delivery=delivery)

    async def _said(self, name: str) -> None:
        """Answer the tap with a line that passes."""
        await self._visit.voice.answer(self._query, self._visit.speech.plain(name))
