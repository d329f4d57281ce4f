"""Less said: several calls that wait together and can be one.

Of several edits of one message only the last has to be sent, an edit of a message that still waits goes into it, and
short pushes about one report become one message. Pushes about different reports stay apart, because a reply to one must
reach its report.
"""

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


def join_push(earlier: Outgoing, later: Outgoing) -> bool:
    """Put a push behind one about the same report that still waits; False when it must be a message of its own."""
    if not (_is_plain_push(earlier) and _is_plain_push(later)) or earlier.report_id != later.report_id:
        return False
    first, second = earlier.payload, later.payload
    if any(first.get(name) != second.get(name) for name in ("parse_mode", "protect_content", "reply_parameters")):
        return False
    text = f"{first['text']}\n\n{second['text']}"
    if len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        return False
    first["text"] = text
    _absorb(earlier, later)
    return True


def _is_plain_push(row: Outgoing) -> bool:
    return (
        row.method == "sendMessage"
        and row.priority == Priority.PUSH
        and row.role is Role.PUSH
        and row.report_id is not None
        and not row.attempts
        and not row.once
        and not row.payload.get("reply_markup")
        and not row.payload.get("entities")
    )


def _replace(older: Outgoing, newer: Outgoing) -> None:
    for name in _CONTENT[newer.method]:
        older.payload.pop(name, None)
        if name in newer.payload:
            older.payload[name] = newer.payload[name]


def _absorb(older: Outgoing, newer: Outgoing) -> None:
    older.priority = min(older.priority, newer.priority)
    older.absorbed += [newer, *newer.absorbed]
    newer.absorbed = []
