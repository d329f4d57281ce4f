"""From a raw update to the handler that answers it, and what to do when no handler could."""

from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.methods import SendMessage
from aiogram.types import Update

from handlers.citizen import router as citizen
from handlers.coordinator import groups as group_handlers
from handlers.memory import TransactionMemory
from handlers.middleware import Polite, Presence
from handlers.notices import Notices
from handlers.office import Office
from handlers.officer import router as officer
from reports.desk import Desk
from storage.outbox import Letter
from storage.tables import Priority
from storage.transaction import Transaction


class Dispatch:
    """Works updates: opens a desk for each, and lets aiogram find the handler."""

    def __init__(self, office: Office, bot: Bot) -> None:
        self._office = office
        self._bot = bot
        self._dispatcher = Dispatcher(storage=TransactionMemory())
        for observer in (self._dispatcher.message, self._dispatcher.edited_message, self._dispatcher.callback_query):
            observer.outer_middleware(Presence())
            observer.middleware(Polite())
        for router in self._routers():
            self._dispatcher.include_router(router)

    def _routers(self) -> list[Router]:
        return [citizen.make(), group_handlers.make(), officer.make()]

    async def work(self, transaction: Transaction, body: dict[str, Any]) -> None:
        """Handle one update in a transaction. What the rules refuse is answered; anything else raises."""
        office = self._office
        update = Update.model_validate(body, context={"bot": self._bot})
        desk = Desk(transaction, office.regency, office.calendar, Notices(office, transaction))
        await self._dispatcher.feed_update(self._bot, update, tx=transaction, desk=desk, office=office)

    async def apologise(self, transaction: Transaction, body: dict[str, Any]) -> None:
        """Tell the sender of an update that it could not be worked and what to do now."""
        content = next((value for key, value in body.items() if key != "update_id" and isinstance(value, dict)), {})
        sender = content.get("from")
        chat = (content.get("message") or content).get("chat") or sender
        if not isinstance(chat, dict) or "id" not in chat:
            return
        person = await transaction.people.get(sender["id"]) if isinstance(sender, dict) else None
        speech = self._office.speech_for(person)
        await self._office.bot.post(
            SendMessage(chat_id=chat["id"], text=speech("system-fault")), Letter(Priority.ANSWER)
        )
