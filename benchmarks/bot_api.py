"""The smallest answers that both libraries accept from a Bot API, for any token.

Nothing is checked and nothing is kept: this is a load generator's counterpart, not a stand-in for Telegram.
"""

import json
import re
import time
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "benchmark_bot"}
ME = {
    **BOT,
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
FIRST_MESSAGE = 1_000_000
"""Ids of the bot's messages start here, clear of those of the citizens."""

_FIELD = re.compile(rb'name="?(\w+)"?[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n(.*?)\r\n--', re.DOTALL)
_message_ids = count(FIRST_MESSAGE)


def parameters(kind: bytes, query: bytes, body: bytes) -> dict[str, Any]:
    """Return a request's parameters, whichever of the four ways they came in. `kind` is the content type in lower case."""
    found: dict[str, Any] = dict(parse_qsl(query.decode())) if query else {}
    if not body:
        return found
    if b"json" in kind:
        found.update(json.loads(body))
    elif b"multipart" in kind:
        found.update((name.decode(), value.decode(errors="replace")) for name, value in _FIELD.findall(body))
    else:
        found.update(parse_qsl(body.decode()))
    return found


def said(asked: dict[str, Any]) -> str:
    """Return what a person reads of a send: its text or caption, then its keyboard as JSON."""
    keyboard = asked.get("reply_markup") or ""
    if not isinstance(keyboard, str):
        keyboard = json.dumps(keyboard, ensure_ascii=False)
    return f"{asked.get('text') or asked.get('caption') or ''} {keyboard}"


def _chat(chat_id: int) -> dict[str, Any]:
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "Warga"}
    return {"id": chat_id, "type": "supergroup", "title": "OPD"}


def _message(asked: dict[str, Any]) -> dict[str, Any]:
    edited = asked.get("message_id")
    return {
        "message_id": int(edited) if edited else next(_message_ids),
        "from": BOT,
        "chat": _chat(int(asked.get("chat_id", 0))),
        "date": int(time.time()),
        "text": asked.get("text") or asked.get("caption") or "-",
    }


def result(method: str, asked: dict[str, Any]) -> Any:
    """Return a minimal valid result for a method, given in lower case. Whatever is unknown is simply true."""
    if method in ("sendmessage", "copymessage") or (method.startswith(("send", "edit")) and method not in _ODD):
        return _message(asked)
    if method == "sendmediagroup":
        media = asked.get("media") or "[]"
        return [_message(asked) for _ in (json.loads(media) if isinstance(media, str) else media)]
    if method == "getme":
        return ME
    if method == "getchat":
        return {
            **_chat(int(asked["chat_id"])),
            "accent_color_id": 0,
            "max_reaction_count": 0,
            "accepted_gift_types": _GIFTS,
        }
    if method == "getchatmember":
        return {"status": "administrator", "user": {**BOT, "id": int(asked["user_id"])}, **_RIGHTS}
    if method == "getwebhookinfo":
        return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    if method.startswith("get"):
        return []
    return True


_ODD = frozenset(("sendmediagroup", "sendchataction", "editforumtopic", "editgeneralforumtopic"))
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_RIGHTS = dict.fromkeys(
    (
        "can_be_edited",
        "is_anonymous",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
    ),
    False,
)
