"""What Telegram says of parameters that it cannot read (telegram-bot-api, Client.cpp)."""

from __future__ import annotations

from sandbox.parameters.readers import NO_JSON, OTHER_TYPE, MisfitError
from sandbox.parameters.schemas import MethodSchema
from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json

# How Telegram words the absence of what a call cannot do without (telegram-bot-api, Client.cpp); everything else is
# a parameter that "is required".
_MISSING = {
    "chat_id": "chat_id is empty",
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
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
}
# What Telegram calls a parameter whose JSON it cannot read, and what it says of one of another kind.
_JSON_NAMES = {
    "reply_markup": "reply keyboard markup",
    "reaction": "reaction types",
    "scope": "BotCommandScope",
    "rights": "ChatAdministratorRights",
    "message_ids": "message_ids",
}
_EXPECTED = {
    "reply_markup": "object expected as reply markup",
    "reply_parameters": "object expected as reply parameters",
    "link_preview_options": "object expected as link preview options",
    "permissions": "object expected as permissions",
    "media": "expected an Array of InputMedia",
    "commands": "expected an Array of BotCommand",
    "message_ids": "expected an Array of message identifiers",
    "reaction": "expected an Array of ReactionType",
    "scope": "can't parse BotCommandScope: BotCommandScope must be an Object",
    "menu_button": "can't parse menu button: MenuButton must be an Object",
    "rights": "can't parse ChatAdministratorRights: ChatAdministratorRights must be an Object",
}
_OTHER_TYPES = {
    "media": 'type "{0}" is unsupported',
    "scope": "Unsupported type specified",
    "reaction": "invalid reaction type specified",
    "menu_button": "MenuButton has unsupported type",
}
# What comes before the complaint about a part of a parameter.
_PARTS = {
    "media": "InputMedia",
    "entities": "MessageEntity",
    "caption_entities": "MessageEntity",
    "commands": "BotCommand",
    "scope": "BotCommandScope",
    "permissions": "chat permissions",
    "reaction": "ReactionType",
    "menu_button": "menu button",
    "rights": "ChatAdministratorRights",
}


def read_parameters(schema: MethodSchema, given: Json, unknown: list[str]) -> Json:
    """A call's parameters in one form; those that Telegram does not know go to `unknown`.

    Raises ApiError 400 in Telegram's words.
    """
    try:
        return schema(given, unknown)
    except MisfitError as misfit:
        raise _refusal(misfit, schema.name) from None


def _refusal(misfit: MisfitError, method: str) -> ApiError:
    if not misfit.path:
        name = misfit.missing
        if method == "deleteMessage" and name == "chat_id":
            return bad_request("chat identifier is not specified")
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    name = misfit.path[0]
    if misfit.wanted == NO_JSON:
        label = "input media" if method == "editMessageMedia" else _JSON_NAMES.get(name, name.replace("_", " "))
        return bad_request(f"can't parse {label} JSON object")
    if name == "text":
        return bad_request("message text is empty")
    if name == "message_ids" and misfit.wanted == "Number":
        return bad_request("message identifier must be a Number")
    if len(misfit.path) == 1 and misfit.wanted in ("Array", "Object") and not misfit.words.startswith("expected"):
        if method == "editMessageMedia":
            return bad_request("can't parse InputMedia: expected an Object")
        if name in _EXPECTED:
            return bad_request(_EXPECTED[name])
    if misfit.wanted == OTHER_TYPE:
        album = method == "sendMediaGroup" and misfit.words == "animation"
        words = 'type "{0}" can\'t be used in sendMediaGroup' if album else _OTHER_TYPES.get(name, "{0}")
        misfit.words = words.format(misfit.words)
    elif name == "media" and misfit.missing == "media":
        misfit.words = "media not found"
    words = _in_markup(misfit) if name == "reply_markup" else misfit.words
    return bad_request(f"can't parse {_PARTS[name]}: {words}" if name in _PARTS else words[:1].lower() + words[1:])


def _in_markup(misfit: MisfitError) -> str:
    """What is said of a part of a reply markup: Client.cpp, get_reply_markup."""
    rows = misfit.path[1]
    inline = rows == "inline_keyboard"
    if rows not in ("keyboard", "inline_keyboard"):
        return misfit.words
    if len(misfit.path) == 2 and not misfit.missing:
        if misfit.wanted == "Array":
            return misfit.words
        if misfit.wanted == "Array of Arrays":
            owner = " of the InlineKeyboardMarkup" if inline else ""
            return f'Field "{rows}"{owner} must be an Array of Arrays'
        if misfit.wanted == "Object":
            misfit.words = (
                f"{'InlineKeyboardButton must be' if inline else 'KeyboardButton must be a String or'} an Object"
            )
    return f"Can't parse {'inline ' if inline else ''}keyboard button: {misfit.words}"
