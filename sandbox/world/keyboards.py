"""Reply markup: inline keyboards that stay under a message, and what is put where a person types."""

from __future__ import annotations

from typing import Any

from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.text.entities import mentioned
from sandbox.world.chats import Chat, Message
from sandbox.world.people import Bot

# https://core.telegram.org/bots/api#inlinekeyboardbutton: bytes, not characters.
CALLBACK_DATA_LIMIT = 64
# Not documented: the server keeps this many and silently drops the rest.
BUTTONS_PER_ROW = 12
BUTTONS_PER_KEYBOARD = 300
# https://core.telegram.org/bots/api#replykeyboardmarkup
PLACEHOLDER_LIMIT = 64
_ACTIONS = (
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def inline_keyboard(markup: Any) -> Json | None:
    """A call's inline keyboard as the message will carry it; None for no keyboard or one of another kind.

    Raises ApiError 400 for a button that Telegram refuses.
    """
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return None
    given: list[list[Json]] = markup["inline_keyboard"]
    left = BUTTONS_PER_KEYBOARD
    rows: list[list[Json]] = []
    for row in given:
        for button in row:
            # The commonest button passes without a call: words above data of letters that are bytes.
            data = button.get("callback_data")
            if data is None or not (data.isascii() and 0 < len(data) <= CALLBACK_DATA_LIMIT and button["text"].strip()):
                _check(button)
        if not all(button["text"] for button in row):
            # A button that says nothing is left out: td ReplyMarkup.cpp, get_reply_markup.
            row = [button for button in row if button["text"]]  # noqa: PLW2901  the row as it is kept
        kept = row if len(row) <= BUTTONS_PER_ROW and len(row) <= left else row[: min(BUTTONS_PER_ROW, left)]
        left -= len(kept)
        if kept:
            rows.append(kept)
    return {"inline_keyboard": rows} if rows else None


def _check(button: Json) -> None:
    """Raises ApiError 400 for a button that Telegram refuses."""
    data = button.get("callback_data")
    if data and not button.get("url"):
        if len(data.encode()) > CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        if button["text"] and button["text"].isspace():
            raise bad_request("BUTTON_INVALID")
        return
    # An empty inline query is one all the same.
    action = next((key for key in _ACTIONS if button.get(key) or (key.startswith("switch") and key in button)), None)
    if action is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if action == "url" and not _good_url(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _good_url(url: str) -> bool:
    scheme, mark, rest = url.partition("://")
    if not mark:
        scheme, rest = "http", url
    host = rest.partition("/")[0]
    return (
        scheme.lower() in ("http", "https", "tg", "ton")
        and bool(host)
        and " " not in url
        and (scheme == "tg" or "." in host or host.startswith("localhost"))
    )


def input_markup(chat: Chat, message: Message, markup: Any, bot: Bot) -> None:
    """Put a reply keyboard, its removal, or a forced reply where people type. Its message can never be edited."""
    if not isinstance(markup, dict) or not ({"keyboard", "remove_keyboard", "force_reply"} & markup.keys()):
        return
    if markup.get("keyboard") == []:
        return
    message.fixed = True
    viewers: frozenset[int] | None = None
    if markup.get("selective") and not chat.private:
        wire = message.wire
        text = wire.get("text") or wire.get("caption") or ""
        named = mentioned(text, wire.get("entities") or wire.get("caption_entities") or [])
        chosen = {
            m.user.id
            for m in chat.members.values()
            if not isinstance(m.user, Bot) and (m.user.id in named or m.user.username.lower() in named - {""})
        }
        replied = wire.get("reply_to_message")
        if replied is not None:
            chosen.add(replied["from"]["id"])
        viewers = frozenset(chosen)
    chat.set_keyboard(message, _put(markup), viewers)


def _put(markup: Json) -> Json:
    """What is put where people type: a reply keyboard as far as its buttons are kept."""
    kept = {k: v for k, v in markup.items() if v is not None}
    if "keyboard" in kept:
        rows, left = [], BUTTONS_PER_KEYBOARD
        for row in kept["keyboard"]:
            buttons = [button for button in row if button["text"]][: min(BUTTONS_PER_ROW, left)]
            left -= len(buttons)
            if buttons:
                rows.append(buttons)
        kept["keyboard"] = rows
    return kept


def checked_input(chat: Chat, markup: Any) -> None:
    """Raises ApiError 400 for a reply keyboard or forced reply that Telegram refuses in this chat."""
    if not isinstance(markup, dict):
        return
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= PLACEHOLDER_LIMIT:
        raise bad_request("the specified input field placeholder is invalid")
    for row in markup.get("keyboard") or ():
        for button in row:
            if isinstance(button, dict) and not chat.private:
                if button.get("request_location"):
                    raise bad_request("location can be requested in private chats only")
                if button.get("request_contact"):
                    raise bad_request("phone number can be requested in private chats only")
