"""Unfinished drafts: their writers are asked after an hour and after a day, and then left in peace."""

from datetime import datetime, timedelta

from handlers.callbacks import MenuTap, button, keyboard
from handlers.calls import send
from handlers.citizen import menu
from handlers.citizen.memory import Memory
from handlers.citizen.states import Activity
from handlers.office import Office
from handlers.voice import Voice
from reports.regency import MOST_REMINDERS
from storage.conversations import LeftConversation
from storage.outbox import Delivery
from storage.tables import Priority, ReminderKind
from storage.transaction import Transaction

AFTER = (timedelta(hours=1), timedelta(days=1))
"""How long after the last word somebody is asked: once the same day, and once more the next."""

_FILING = Activity.filing.state or ""
_TEXTS = ("draft-hour", "draft-day")


class Drafts:
    """Asks about drafts that were left. Nothing is noted while people write: what is due is seen when it is due."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def ask(self, transaction: Transaction, since: datetime) -> None:
        """Ask about each draft whose time came after `since`, once; one that both times have passed by is asked once."""
        now, latest = transaction.now, dict[int, tuple[LeftConversation, int]]()
        for place, after in enumerate(AFTER):
            for item in await transaction.conversations.untouched(_FILING, since - after, now - after):
                latest[item.user_id] = (item, place)
        found = list(latest.values())
        await transaction.people.prefetch_accounts({item.user_id for item, _place in found})
        await transaction.conversations.prefetch({(item.user_id, item.user_id) for item, _place in found})
        for item, place in found:
            number = int(item.at.timestamp()) // 60 * MOST_REMINDERS + place
            if await transaction.reminders.first_time(f"draft:{item.user_id}", (ReminderKind.DRAFT, number)):
                await self._ask_one(transaction, item.user_id, _TEXTS[place])

    async def _ask_one(self, transaction: Transaction, user: int, text: str) -> None:
        person = await transaction.people.by_account(user)
        if person is None or person.muted_since is not None or person.unreachable_since is not None:
            return
        memory = Memory.read(*await transaction.conversations.get(user, user))
        if memory.draft is None or memory.draft.is_empty:
            return
        speech = self._office.speech_for(person)
        resume = keyboard([button(speech, "btn-resume", MenuTap(action=menu.RESUME))])
        await Voice(transaction).post(send(user, speech(text), resume), Delivery(Priority.REMINDER))
