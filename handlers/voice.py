"""The voice: how anything is said. Each call is checked and written to the outbox of the transaction it belongs to."""

from datetime import datetime, timedelta

from aiogram.types import CallbackQuery, Message

from handlers.calls import Call, Json, Keyboard, check, delete, edit, edit_buttons, send
from handlers.inquiries import Inquiry
from storage.outbox import ANSWER, Delivery
from storage.tables import Priority
from storage.transaction import Transaction

CALLBACK_LIFE = timedelta(seconds=150)
"""A callback query dies unanswered after about this long; answering it later is refused."""

ALERT_UNITS = 200
"""UTF-16 units of an answer to a callback query; core.telegram.org/bots/api, answerCallbackQuery."""


class Voice:
    """Speaks in one transaction; nothing is sent before it is committed.

    What returns an id returns a negative one: it stands for the message to come, and may be edited or replied to at once.
    Everything raises UnsendableCall for what Telegram would refuse for its length.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def now(self) -> datetime:
        """The moment at which everything in this transaction is said."""
        return self._transaction.now

    async def post(self, call: Call, delivery: Delivery = ANSWER) -> int:
        """Have a call made; `delivery` says how it is to be sent and what its message will be to us."""
        check(call)
        return -await self._transaction.outbox.put(
            call.method, call.parameters, call.parameters.get("chat_id"), delivery
        )

    def amend(self, number: int, call: Call) -> None:
        """Have a call go in place of an outbox row that this transaction has not written yet."""
        check(call)
        self._transaction.outbox.amend(number, call.method, call.parameters)

    async def say(
        self,
        chat_id: int,
        text: str,
        markup: Keyboard | None = None,
        *,
        reply_to: int | None = None,
        hidden: bool = False,
        delivery: Delivery = ANSWER,
    ) -> int:
        """Send a text in HTML. `hidden`: it can be neither forwarded nor saved."""
        return await self.post(send(chat_id, text, markup, reply_to=reply_to, hidden=hidden), delivery)

    async def reply(self, message: Message, text: str, markup: Keyboard | None = None) -> int:
        """Answer a message below it."""
        return await self.say(message.chat.id, text, markup, reply_to=message.message_id)

    async def change(
        self, chat_id: int, message_id: int, text: str, markup: Keyboard | None = None, *, delivery: Delivery = ANSWER
    ) -> None:
        """Put another text, and other buttons or none, in a message."""
        await self.post(edit(chat_id, message_id, text, markup), delivery)

    async def change_buttons(
        self, chat_id: int, message_id: int, markup: Keyboard | None = None, *, delivery: Delivery = ANSWER
    ) -> None:
        """Put other buttons under a message, or none."""
        await self.post(edit_buttons(chat_id, message_id, markup), delivery)

    async def remove(self, chat_id: int, message_id: int) -> None:
        """Delete a message of ours."""
        await self.post(delete(chat_id, message_id))

    async def answer(self, query: CallbackQuery, words: str | None = None, *, alert: bool = False) -> None:
        """Answer a tap, so that its button spins no longer: with nothing, a line that passes, or an alert to be closed."""
        parameters: dict[str, object] = {"callback_query_id": query.id}
        if words is not None:
            parameters["text"] = words[:ALERT_UNITS]
        if alert:
            parameters["show_alert"] = True
        await self.post(
            Call("answerCallbackQuery", parameters),
            Delivery(Priority.INSTANT, once=True, expires_at=self._transaction.now + CALLBACK_LIFE),
        )

    async def thumbs_up(self, message: Message) -> None:
        """Show the writer of a message that it worked, without another message in a busy group."""
        reaction = [{"type": "emoji", "emoji": "👍"}]
        call = Call(
            "setMessageReaction",
            {"chat_id": message.chat.id, "message_id": message.message_id, "reaction": reaction},
        )
        await self.post(call, Delivery(Priority.ANSWER, once=True))

    async def inquire(self, method: str, parameters: Json, inquiry: Inquiry, about: Json) -> None:
        """Ask Telegram something, by a method that only reads; its answer is worked later, with what it is `about`."""
        then = {"inquiry": inquiry.value, "about": about}
        await self._transaction.outbox.put(method, parameters, None, Delivery(Priority.ANSWER, then=then))

    def answered(self) -> int:
        """Return how many taps were answered in this transaction so far."""
        return self._transaction.outbox.written("answerCallbackQuery")
