"""Calls to Telegram as handlers write them: a method's name and its parameters in JSON, kept by the outbox as they are.

aiogram's models of the same are for bots that send at once. Here they would be built, checked field by field and taken
apart again for each message of each answer, which cost more than the answer itself.
"""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Button = dict[str, Any]
Keyboard = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `parameters` are the Bot API's, without what is unset; whoever posts the call gives them away."""

    method: str
    parameters: Json

    def hidden(self) -> "Call":
        """Return the call so that what it sends can be neither forwarded nor saved."""
        return Call(self.method, {**self.parameters, "protect_content": True})


def send(
    chat_id: int, text: str, markup: Keyboard | None = None, *, reply_to: int | None = None, hidden: bool = False
) -> Call:
    """Return the call that sends a text in HTML, without a preview of its links."""
    parameters = {"chat_id": chat_id, "text": text, **_HTML}
    if markup is not None:
        parameters["reply_markup"] = markup
    if reply_to is not None:
        parameters["reply_parameters"] = reply(reply_to)
    if hidden:
        parameters["protect_content"] = True
    return Call("sendMessage", parameters)


def edit(chat_id: int, message_id: int, text: str, markup: Keyboard | None = None) -> Call:
    """Return the call that puts another text, and other buttons or none, in a message."""
    parameters = {"chat_id": chat_id, "message_id": message_id, "text": text, **_HTML}
    if markup is not None:
        parameters["reply_markup"] = markup
    return Call("editMessageText", parameters)


def edit_buttons(chat_id: int, message_id: int, markup: Keyboard | None = None) -> Call:
    """Return the call that puts other buttons under a message, or none."""
    parameters: Json = {"chat_id": chat_id, "message_id": message_id}
    if markup is not None:
        parameters["reply_markup"] = markup
    return Call("editMessageReplyMarkup", parameters)


def delete(chat_id: int, message_id: int) -> Call:
    """Return the call that deletes a message."""
    return Call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})


def reply(message_id: int) -> Json:
    """Return the parameters of a reply to a message; should that be gone, what replies comes all the same."""
    return {"message_id": message_id, "allow_sending_without_reply": True}


_HTML: Json = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
