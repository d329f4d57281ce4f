"""From a raw update to the handler that answers it, and what to do when no handler could."""

from typing import Any

from aiogram import Bot, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from handlers.calls import Call, send
from handlers.citizen import router as citizen
from handlers.coordinator import groups as group_handlers
from handlers.filters import chat_of
from handlers.middleware import Polite
from handlers.notices import Notices
from handlers.office import Office
from handlers.officer import router as officer
from reports.desk import Desk
from storage.outbox import Delivery
from storage.tables import Priority
from storage.transaction import Transaction

Event = Message | CallbackQuery | ChatMemberUpdated

_KINDS: dict[str, type[Event]] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": ChatMemberUpdated,
}
"""What an update may bring that anybody here reads."""


class Dispatch:
    """Works updates: sees who is there, opens a desk, and lets aiogram's routers find the handler.

    Private chats and groups have a router each. They are entered directly: what aiogram's Dispatcher does around them
    for bots in general (tasks, states, contexts) costs more than the handlers, and everything it would find out is known.
    That of private chats stands alone, so that there its observers are.
    """

    def __init__(self, office: Office, bot: Bot) -> None:
        self._office = office
        self._bot = bot
        self._private, self._groups = citizen.make(), Router(name="in groups")
        self._groups.include_routers(group_handlers.make(), officer.make())
        for observer in (self._groups.message, self._groups.edited_message, self._groups.callback_query):
            observer.middleware(Polite())

    async def work(self, transaction: Transaction, body: dict[str, Any]) -> None:
        """Handle one update in a transaction. What the rules refuse is answered; anything else raises."""
        for kind, type_ in _KINDS.items():
            if kind in body:
                event = type_.model_validate(body[kind], context={"bot": self._bot})
                chat = chat_of(event)
                if chat is not None:
                    await self._receive(transaction, kind, event, chat)

    async def _receive(self, transaction: Transaction, kind: str, event: Event, chat: Chat) -> None:
        office, sender = self._office, event.from_user
        desk = Desk(transaction, office.regency, office.calendar, Notices(office, transaction))
        data: dict[str, Any] = {"bot": self._bot, "tx": transaction, "desk": desk, "office": office}
        if chat.type != ChatType.PRIVATE:
            group = await transaction.groups.seen(chat.id, chat.title or "")
            await self._groups.propagate_event(kind, event, **data, group=group, speech=office.group_speech)
        elif sender is not None:
            person = await transaction.people.seen(sender.id, sender.full_name[:200], sender.username)
            talk, _memory = await transaction.conversations.get(chat.id, sender.id)
            speech = office.speech_for(person)
            observer = self._private.observers[kind]
            await observer.trigger(event, **data, person=person, speech=speech, raw_state=talk)

    async def apologise(self, transaction: Transaction, body: dict[str, Any], *, told: bool) -> None:
        """Tell the sender of an update that it could not be worked and what to do now; no button spins over it.

        `told`: the coordinators know, and the sender is told so.
        """
        content = next((value for key, value in body.items() if key != "update_id" and isinstance(value, dict)), {})
        sender = content.get("from")
        if "callback_query" in body:
            await self._office.bot.post(
                Call("answerCallbackQuery", {"callback_query_id": content["id"]}), Delivery(Priority.ANSWER, once=True)
            )
        chat = (content.get("message") or content).get("chat") or sender
        if not isinstance(chat, dict) or "id" not in chat:
            return
        person = await transaction.people.get(sender["id"]) if isinstance(sender, dict) else None
        speech = self._office.speech_for(person)
        await self._office.bot.post(
            send(chat["id"], speech("system-fault" if told else "system-fault-untold")), Delivery(Priority.ANSWER)
        )
