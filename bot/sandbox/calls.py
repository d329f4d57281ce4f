"""A bot's call: its parameters brought into one form, whatever form they came in, and checked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.events import Json
from bot.sandbox.journal import Entry
from bot.sandbox.people import Bot
from bot.sandbox.shapes import MethodShape, MisfitError

# How Telegram words the absence of what a call cannot do without (telegram-bot-api, Client.cpp).
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "document": "there is no document in the request",
    "animation": "there is no animation in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "media": "media not found",
    "phone_number": 'parameter "phone_number" is required',
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
}
# What Telegram calls the JSON of a parameter when it cannot read it.
_JSON_NAMES = {"reply_markup": "reply keyboard markup", "media": "media"}


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Call:
    """A checked call. `args` holds only what was given, in plain Python values."""

    bot: Bot
    method: str
    args: Json
    files: dict[str, Upload]
    entry: Entry


def shaped(shape: MethodShape, given: Json, unknown: list[str]) -> Json:
    """A call's parameters in one form; those that Telegram does not know go to `unknown`.

    Raises ApiError 400 in Telegram's words.
    """
    try:
        return shape(given, unknown)
    except MisfitError as misfit:
        raise _refusal(misfit) from None


def _refusal(misfit: MisfitError) -> ApiError:
    name = misfit.where
    if misfit.missing and name in _MISSING:
        return bad_request(_MISSING[name])
    if misfit.missing and "." not in name:
        return bad_request(f'parameter "{name}" is required')
    if misfit.expected == "can't parse JSON object":
        label = _JSON_NAMES.get(name, name.replace("_", " "))
        return bad_request(f"can't parse {label} JSON object")
    if name == "reply_markup":
        return bad_request("object expected as reply markup")
    if name == "text":
        return bad_request("message text is empty")
    if "." not in name and misfit.expected.endswith("integer is expected"):
        return bad_request(f"invalid {name} specified")
    return bad_request(f"can't parse {name}: {misfit.expected}")


def not_played(method: str) -> ApiError:
    return ApiError(501, f"Not Implemented: the local Telegram does not play {method}")
