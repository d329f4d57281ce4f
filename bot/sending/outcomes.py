"""What became of a send, and what that means for its message."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.telegram import NotSent, seconds_of
from storage.outbox import Outgoing


class Verdict(Enum):
    """What the courier does next with a message."""

    SENT = auto()
    NOT_TRIED = auto()
    """The database did not answer what had to be known first: the same call again soon."""
    AGAIN = auto()
    """Not sent: the same call again after a while."""
    CHANGED = auto()
    """Not sent: the call was changed and goes again at once."""
    UNKNOWN = auto()
    """Nobody knows: again, unless the row may be sent only once."""
    MOVED = auto()
    """The group has a new id."""
    UNREACHABLE = auto()
    """The chat does not take our messages any more."""
    WITHHELD = auto()
    """The group takes messages, but no such files."""
    EXPIRED = auto()
    DEAD = auto()
    FATAL = auto()
    """Telegram does not know the bot; nothing can be sent at all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with what it needs: message ids, seconds to wait, the new chat, what Telegram answered, the reason."""

    verdict: Verdict
    message_ids: tuple[int, ...] = ()
    seconds: float = 0.0
    chat_id: int | None = None
    result: Any = None
    reason: str | None = None


def sent(result: Any) -> Outcome:
    """Return the outcome of an accepted call: the ids of the messages it made, if any."""
    messages = result if isinstance(result, list) else [result]
    numbers = tuple(item["message_id"] for item in messages if isinstance(item, dict) and "message_id" in item)
    return Outcome(Verdict.SENT, message_ids=numbers, result=result)


def judge(error: TelegramError, row: Outgoing) -> Outcome:
    """Return what an error means for a row; may change the row's call so that it can succeed (Verdict.CHANGED)."""
    # What Telegram quotes is what it was sent.
    reason = f"{type(error).__name__}: {_QUOTED.sub('…', str(error))}"
    match error:
        case RetryAfter():
            return Outcome(Verdict.AGAIN, seconds=seconds_of(error), reason=reason)
        case ChatMigrated():
            return Outcome(Verdict.MOVED, chat_id=error.new_chat_id, reason=reason)
        case Forbidden():
            return Outcome(Verdict.UNREACHABLE, reason=reason)
        case InvalidToken():
            return Outcome(Verdict.FATAL, reason=reason)
        case NotSent():
            return Outcome(Verdict.AGAIN, reason=reason)
        case BadRequest():
            return _refused(str(error).lower(), reason, row)
        case _:
            return Outcome(Verdict.UNKNOWN, reason=reason)


_QUOTED = re.compile(r'".*"', re.DOTALL)

_NO_FILES = re.compile(r"not enough rights to send (?!text messages)|chat_send_(?!plain)[a-z]+_forbidden")
"""Telegram's words, lower case, for a group that takes texts and not what was sent; a muted one speaks of texts."""

_CLOSED = (
    "chat not found",
    "not enough rights",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "group chat was deactivated",
    "peer_id_invalid",
)
"""Telegram's words, lower case, for a chat that takes none of our messages though it answers 400 and not 403."""


def _refused(words: str, reason: str, row: Outgoing) -> Outcome:
    if "message is not modified" in words or "message to delete not found" in words:
        return Outcome(Verdict.SENT)  # it is so already: after a crash a call may be made twice
    if "message to be replied not found" in words or "replied message not found" in words:
        if row.payload.pop("reply_parameters", None) is not None:
            return Outcome(Verdict.CHANGED, reason=reason)
        return Outcome(Verdict.DEAD, reason=reason)
    if "message to edit not found" in words or "message can't be edited" in words:
        return Outcome(Verdict.CHANGED if renew(row) else Verdict.EXPIRED, reason=reason)
    if "message can't be deleted" in words:
        return Outcome(Verdict.EXPIRED, reason=reason)
    if "query is too old" in words or "query id is invalid" in words:
        return Outcome(Verdict.EXPIRED, reason=reason)
    if _NO_FILES.search(words) and (row.chat_id or 0) < 0 and row.method != "sendMessage":
        return Outcome(Verdict.WITHHELD, reason=reason)
    if any(mark in words for mark in _CLOSED):
        return Outcome(Verdict.UNREACHABLE, reason=reason)
    return Outcome(Verdict.DEAD, reason=reason)


def renew(row: Outgoing) -> bool:
    """Turn an edit whose message is gone into a new message; False when nothing worth sending is left of it."""
    if row.method != "editMessageText":
        return False
    row.method = "sendMessage"
    row.payload.pop("message_id", None)
    return True
