"""A visit to a private chat: besides what every update has, who is there and what they said before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from handlers.citizen.chat import Chat
from handlers.citizen.memory import Memory
from handlers.filters import chat_of
from handlers.texts import Speech
from handlers.visit import Visit as AnyVisit
from reports.filing import FormContext
from storage.people import Known

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(slots=True)
class Visit(AnyVisit):
    """Who is there, what they said before, and their chat."""

    person: Known
    chat: Chat
    memory: Memory

    @property
    def form(self) -> FormContext:
        """The form in the person's language."""
        return self.office.form(self.speech)

    def speak(self, speech: Speech) -> None:
        """Go on in another language."""
        self.speech = speech
        self.chat = Chat(self.voice, self.chat.id, speech)


class Visiting(BaseMiddleware):
    """Hands on the person's `visit`, and keeps what it remembers. A refused act leaves the memory as it was."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Open the visit, handle, remember."""
        any_visit: AnyVisit = data["visit"]
        person: Known = data["person"]
        chat = chat_of(event)
        assert chat is not None  # noqa: S101  the router takes only what is in a private chat, whose id is its person's
        conversations = any_visit.tx.conversations
        state, before = await conversations.get(chat.id, chat.id)
        memory = Memory.read(state, before)
        data["visit"] = Visit(
            any_visit.office, any_visit.tx, any_visit.desk, any_visit.voice, any_visit.speech,
            person, Chat(any_visit.voice, chat.id, any_visit.speech), memory,
        )  # fmt: skip
        result = await handler(event, data)
        if (after := memory.written()) != before or memory.activity != state:
            conversations.put(chat.id, chat.id, memory.activity, after)
        return result
