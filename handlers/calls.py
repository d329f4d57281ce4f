"""Calls to Telegram as handlers write them: a method's name and its parameters in JSON, kept by the outbox as they are.

aiogram's models of the same are for bots that send at once. Here they would be built, checked field by field and taken
apart again for each message of each answer, which cost more than the answer itself.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from handlers.wording import length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CALLBACK_ANSWER_LIMIT = 200
"""UTF-16 units after entity parsing; core.telegram.org/bots/api, sendMessage, sendPhoto, answerCallbackQuery."""

_TAG = re.compile(r"</?[a-z-]+(?: [^<>]*)?>")

Json = dict[str, Any]
Button = dict[str, Any]
Keyboard = dict[str, Any]


class UnsendableCall(Exception):
    """A handler asked for something Telegram would refuse; a programming mistake, found before it is stored."""


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


def check(call: Call) -> None:
    """Refuse what Telegram would refuse for its length. Raises UnsendableCall."""
    method, parameters = call.method, call.parameters
    limit = CALLBACK_ANSWER_LIMIT if method == "answerCallbackQuery" else TEXT_LIMIT
    text = parameters.get("text")
    if text is not None:
        # Half as many characters fit in any case; nearly all texts are shorter than that.
        if 2 * len(text) > limit and (shown := _shown_length(text, parameters)) > limit:
            raise UnsendableCall(f"{method}: text of {shown} units; {limit} are allowed")
        if not text.strip():
            raise UnsendableCall(f"{method}: empty text")
    if (caption := parameters.get("caption")) and _shown_length(caption, parameters) > CAPTION_LIMIT:
        raise UnsendableCall(f"{method}: caption over {CAPTION_LIMIT} units")


def _shown_length(text: str, parameters: Json) -> int:
    if parameters.get("parse_mode") == "HTML":
        text = html.unescape(_TAG.sub("", text))
    return length(text)
