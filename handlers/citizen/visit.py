"""A visit: one update from a person in their private chat, with everything a handler needs to answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from handlers.citizen.chat import Chat
from handlers.citizen.memo import Memo
from handlers.filters import chat_of
from handlers.office import Office
from handlers.texts import Speech
from reports.desk import Desk
from reports.filing import FormContext
from storage.people import Known
from storage.transaction import Transaction

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(slots=True)
class Visit:
    """Who is there, what they said before, and the means to answer."""

    office: Office
    tx: Transaction
    desk: Desk
    person: Known
    speech: Speech
    chat: Chat
    memo: Memo

    @property
    def form(self) -> FormContext:
        """The form in the person's language."""
        return self.office.form(self.speech)

    def speak(self, speech: Speech) -> None:
        """Go on in another language."""
        self.speech = speech
        self.chat = Chat(self.office, self.chat.id, speech)


class Visiting(BaseMiddleware):
    """Hands on `visit`, and keeps what it remembers. A refused act leaves the memory as it was."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Open the visit, handle, remember."""
        person: Known = data["person"]
        tx: Transaction = data["tx"]
        chat = chat_of(event)
        assert chat is not None  # noqa: S101  the router takes only what is in a private chat
        talk, before = await tx.conversations.get(chat.id, person.user_id)
        memo = Memo.read(talk, before)
        office, speech = data["office"], data["speech"]
        data["visit"] = Visit(office, tx, data["desk"], person, speech, Chat(office, chat.id, speech), memo)
        result = await handler(event, data)
        if (after := memo.written()) != before or memo.talk != talk:
            tx.conversations.put(chat.id, person.user_id, memo.talk, after)
        return result
