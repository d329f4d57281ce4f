"""One private chat as its handlers speak in it. Answered questions keep their text and lose their buttons."""

from aiogram.types import MaybeInaccessibleMessageUnion as Tapped
from aiogram.types import Message as TelegramMessage

from handlers.calls import Keyboard
from handlers.texts import Markup, Speech
from handlers.voice import Voice
from storage.outbox import ANSWER, Delivery
from storage.tables import Priority, Role


class Chat:
    """Says, changes and clears away messages. Message ids may be those that stand for messages still to be sent."""

    def __init__(self, voice: Voice, chat_id: int, speech: Speech) -> None:
        self._voice = voice
        self._speech = speech
        self.id = chat_id

    async def say(
        self,
        text: str,
        markup: Keyboard | None = None,
        *,
        report: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Send a text and return its message's id. With `report`, replying to the message adds to that report."""
        delivery = ANSWER if report is None else Delivery(Priority.ANSWER, report, Role.SCREEN)
        return await self._voice.say(self.id, text, markup, reply_to=reply_to, delivery=delivery)

    async def change(self, message_id: int, text: str, markup: Keyboard | None = None) -> None:
        """Replace a message's text and buttons."""
        await self._voice.change(self.id, message_id, text, markup)

    async def remove_buttons(self, message_id: int) -> None:
        """Take a message's buttons away."""
        await self._voice.change_buttons(self.id, message_id)

    async def mark_choice(self, tapped: Tapped, choice: str) -> None:
        """Write the choice that was tapped below the question, in place of the buttons."""
        if not isinstance(tapped, TelegramMessage) or tapped.text is None:
            await self.remove_buttons(tapped.message_id)
            return
        chosen = self._speech("chosen", choice=choice)
        await self.change(tapped.message_id, Markup(f"{tapped.html_text}\n{chosen}"))

    async def remove_keyboard(self, text: str) -> None:
        """Take away a keyboard whose message can no longer be deleted. The text stays: it carries the removal."""
        await self._voice.say(self.id, text, {"remove_keyboard": True})

    async def remove(self, message_id: int) -> None:
        """Delete a message of ours; a keyboard that came with it goes too."""
        await self._voice.remove(self.id, message_id)
