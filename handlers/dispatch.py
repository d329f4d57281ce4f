"""From a raw update to the handler that answers it, and what to do when no handler could."""

from collections.abc import Callable
from typing import Any

from aiogram import Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message

from handlers import cleaned_files, group
from handlers.calls import Call, send
from handlers.citizen import router as citizen
from handlers.filters import chat_of
from handlers.inquiries import ANSWER, Inquiry
from handlers.notices import Notices
from handlers.office import Office
from handlers.reach import Reach
from handlers.returning import came_back
from handlers.visit import GroupVisit, Visit
from handlers.voice import Voice
from reports.desk import Desk
from storage.outbox import Delivery
from storage.tables import Group, Priority
from storage.transaction import Transaction

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})

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

    Private chats and groups have a router each, which are entered directly: what aiogram's Dispatcher does around them for
    bots in general (tasks, states, contexts) costs more than the handlers, and all that it would find out is known.
    `sign_of_life` is told of a group from which something came, and whether it is on record as reachable, when that may
    have changed.
    """

    def __init__(
        self,
        office: Office,
        reach: Reach,
        sign_of_life: Callable[[int, bool], None] = lambda chat_id, is_reachable: None,
    ) -> None:
        self._office = office
        self._reach = reach
        self._sign_of_life = sign_of_life
        self._private, self._groups = Router(name="private chats"), Router(name="groups")
        citizen.register(self._private)
        group.register(self._groups)

    async def work(self, transaction: Transaction, body: dict[str, Any]) -> None:
        """Handle one update in a transaction. What the rules refuse is answered; anything else raises."""
        if ANSWER in body:
            await self._take_answer(transaction, body[ANSWER])
        for kind, type_ in _KINDS.items():
            if kind in body:
                event = type_.model_validate(body[kind])
                chat = chat_of(event)
                if chat is not None:
                    await self._receive(transaction, kind, event, chat)

    async def _receive(self, transaction: Transaction, kind: str, event: Event, chat: Chat) -> None:
        sender = event.from_user
        if chat.type in _GROUPS:
            seen = await transaction.groups.seen(chat.id, chat.title or "")
            await self._groups.propagate_event(kind, event, visit=self._in_group(transaction, seen))
            if not seen.is_reachable or isinstance(event, ChatMemberUpdated):
                is_reachable = seen.is_reachable
                transaction.after_commit(lambda: self._sign_of_life(chat.id, is_reachable))
        elif chat.type == ChatType.PRIVATE and sender is not None:
            if isinstance(event, ChatMemberUpdated) and event.new_chat_member.status in _GONE:
                await transaction.people.unreachable(sender.id)
                return
            known = await transaction.people.by_account(sender.id)
            person = await transaction.people.wrote(sender.id, sender.full_name[:200], sender.username)
            if known is not None and known.unreachable_since is not None:
                await came_back(self._office, transaction, person.id, known.unreachable_since)
            state, _memory = await transaction.conversations.get(chat.id, sender.id)
            visit = Visit(
                self._office, transaction, self._desk(transaction), Voice(transaction), self._office.speech_for(person)
            )
            await self._private.propagate_event(kind, event, visit=visit, person=person, raw_state=state)

    async def _take_answer(self, transaction: Transaction, answer: dict[str, Any]) -> None:
        """Go on with what Telegram was asked for."""
        inquiry, about = Inquiry(answer["inquiry"]), answer["about"]
        if inquiry is Inquiry.FILE:
            await cleaned_files.show(self._office, transaction, about, answer["result"])
            return
        asked_in = await transaction.groups.get(about["group"])
        if asked_in is not None:
            await group.ANSWERS[inquiry](self._in_group(transaction, asked_in), inquiry, about, answer["result"])

    def _in_group(self, transaction: Transaction, seen: Group) -> GroupVisit:
        office = self._office
        return GroupVisit(
            office, transaction, self._desk(transaction), Voice(transaction), office.group_speech,
            group=seen, reach=self._reach,
        )  # fmt: skip

    def _desk(self, transaction: Transaction) -> Desk:
        office = self._office
        return Desk(transaction, office.regency, office.calendar, Notices(office, transaction))

    async def apologise(self, transaction: Transaction, body: dict[str, Any], *, told: bool) -> None:
        """Tell the sender of an update that it could not be worked and what to do now; no button spins over it.

        `told`: the coordinators know, and the sender is told so.
        """
        content = next((value for key, value in body.items() if key != "update_id" and isinstance(value, dict)), {})
        sender = content.get("from")
        if "callback_query" in body:
            await Voice(transaction).post(
                Call("answerCallbackQuery", {"callback_query_id": content["id"]}), Delivery(Priority.ANSWER, once=True)
            )
        chat = (content.get("message") or content).get("chat") or sender
        if not isinstance(chat, dict) or "id" not in chat:
            return
        person = await transaction.people.by_account(sender["id"]) if isinstance(sender, dict) else None
        speech = self._office.speech_for(person)
        await Voice(transaction).post(
            send(chat["id"], speech("system-fault" if told else "system-fault-untold")), Delivery(Priority.ANSWER)
        )
