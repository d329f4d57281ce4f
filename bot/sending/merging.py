"""Less said: several calls that wait together and can be one.

Of several edits of one message only the last has to be sent, an edit of a message that still waits goes into it, short
pushes about one report become one message, and so do notes about one in a group, whose files become albums. What is
about different reports stays apart, because a reply to it must reach its report.
"""

from collections.abc import Iterable
from typing import Any

from storage.outbox import Outgoing
from storage.tables import Priority, Role

TEXT_LIMIT = 4096
"""UTF-16 units of a message's text (core.telegram.org/bots/api#sendmessage)."""

MARKUP_ONLY = "editMessageReplyMarkup"
_CONTENT = {
    "editMessageText": ("text", "parse_mode", "entities", "link_preview_options", "reply_markup"),
    "editMessageCaption": ("caption", "parse_mode", "caption_entities", "show_caption_above_media", "reply_markup"),
    MARKUP_ONLY: ("reply_markup",),
}
ALBUM = "sendMediaGroup"
LARGEST_ALBUM = 10
"""Items of an album (core.telegram.org/bots/api#sendmediagroup)."""

_ITEM_KINDS = {"sendPhoto": "photo", "sendVideo": "video", "sendDocument": "document"}
_AROUND = ("chat_id", "reply_parameters", "protect_content")
_ALIKE = ("parse_mode", "protect_content", "reply_parameters")
_JOINED = frozenset({(Role.PUSH, Priority.PUSH), (Role.NOTE, Priority.CARD)})
_TAKES = {"sendMessage": ("editMessageText", MARKUP_ONLY)}
_TAKES_MARKUP = ("sendPhoto", "sendVideo", "sendDocument", "sendVoice", "sendAnimation")


def is_edit(row: Outgoing) -> bool:
    """Tell whether a row changes a message that is or will be there."""
    return row.method in _CONTENT and isinstance(row.payload.get("message_id"), int)


def fold_edit(older: Outgoing, newer: Outgoing) -> bool:
    """Put a newer edit of the same message into an older one that waits; False when both have to be sent."""
    if older.method == newer.method or newer.method != MARKUP_ONLY:
        if newer.method not in ("editMessageText", older.method) and older.method != MARKUP_ONLY:
            return False
        older.method = newer.method
        older.payload = {**newer.payload, "message_id": older.payload["message_id"]}
    else:
        _replace(older, newer)
    _absorb(older, newer)
    return True


def fold_into_send(send: Outgoing, edit: Outgoing) -> bool:
    """Put an edit into the message it is for, which still waits; False when it has to follow."""
    fits = edit.method in _TAKES.get(send.method, ()) or (send.method in _TAKES_MARKUP and edit.method == MARKUP_ONLY)
    if not fits:
        return False
    _replace(send, edit)
    _absorb(send, edit)
    return True


def join(waiting: Iterable[Outgoing], later: Outgoing) -> bool:
    """Put a call into one of those it would follow (the newest first); False when it must be a message of its own.

    Words go before the files of earlier notes: all are shown below the same card.
    """
    for earlier in waiting:
        if _join_texts(earlier, later) or _join_files(earlier, later):
            return True
        if not _items(earlier):
            return False
    return False


def _join_texts(earlier: Outgoing, later: Outgoing) -> bool:
    if not (_is_plain_text(earlier) and _is_plain_text(later) and _say_it_alike(earlier, later)):
        return False
    text = f"{earlier.payload['text']}\n\n{later.payload['text']}"
    if len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        return False
    earlier.payload["text"] = text
    _absorb(earlier, later)
    return True


def _join_files(earlier: Outgoing, later: Outgoing) -> bool:
    items = [*_items(earlier), *_items(later)]
    if not (_items(earlier) and _items(later) and _say_it_alike(earlier, later)) or len(items) > LARGEST_ALBUM:
        return False
    if len({item["type"] == "document" for item in items}) > 1:
        return False
    kept = {name: earlier.payload[name] for name in _AROUND if name in earlier.payload}
    earlier.method, earlier.payload = ALBUM, {**kept, "media": items}
    _absorb(earlier, later)
    return True


def _items(row: Outgoing) -> list[dict[str, Any]]:
    """Return what a note, or a card's file, shows that an album may hold; nothing for any other call."""
    if (
        row.role not in {Role.NOTE, Role.ALBUM}
        or row.report_id is None
        or row.attempts
        or row.once
        or "caption" in row.payload
    ):
        return []
    if row.withheld:
        return []  # a group that took no files yesterday may take this kind, and not that
    if row.method == ALBUM:
        return list(row.payload["media"])
    kind = _ITEM_KINDS.get(row.method)
    return [] if kind is None else [{"type": kind, "media": row.payload[kind]}]


def _is_plain_text(row: Outgoing) -> bool:
    return (
        row.method == "sendMessage"
        and (row.role, row.priority) in _JOINED
        and row.report_id is not None
        and not row.attempts
        and not row.once
        and not row.payload.get("reply_markup")
        and not row.payload.get("entities")
    )


def _say_it_alike(earlier: Outgoing, later: Outgoing) -> bool:
    """Tell whether two calls are about one report and differ in nothing but what they say."""
    alike = all(earlier.payload.get(name) == later.payload.get(name) for name in _ALIKE)
    return earlier.report_id == later.report_id and earlier.role is later.role and alike


def _replace(older: Outgoing, newer: Outgoing) -> None:
    for name in _CONTENT[newer.method]:
        older.payload.pop(name, None)
        if name in newer.payload:
            older.payload[name] = newer.payload[name]


def _absorb(older: Outgoing, newer: Outgoing) -> None:
    older.priority = min(older.priority, newer.priority)
    older.absorbed += [newer, *newer.absorbed]
    newer.absorbed = []
