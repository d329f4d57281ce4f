"""Telegram's limits on sending, and for how much each call counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import RetryAfter

UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits as the field knows them (core.telegram.org/bots/faq, "My bot is hitting limits").

    `overall` messages in any second; `group` in any minute to one group, edits included; a person gets `burst` at once
    and one a second after that. An album counts its items; answers to callback queries are not counted.
    """

    overall: int = 30
    group: int = 20
    group_seconds: float = 60.0
    burst: int = 3
    person_per_second: float = 1.0


UNPACED = Limits(overall=UNLIMITED, group=UNLIMITED, burst=UNLIMITED, person_per_second=float(UNLIMITED))
"""No limits: for benchmarks against servers that have none."""

_UNCOUNTED = frozenset(
    {"answerCallbackQuery", "setMyCommands", "deleteMyCommands", "setWebhook", "deleteWebhook", "sendChatAction"}
)


def cost_of(method: str, parameters: Mapping[str, Any]) -> int:
    """Return how many messages a call counts for: an album its items, what sends nothing 0."""
    if method in _UNCOUNTED or method.startswith("get"):
        return 0
    media = parameters.get("media")
    return len(media) if isinstance(media, list) else 1


def counts_in_chat(method: str, chat_id: int) -> bool:
    """Tell whether a call that counts does so in its chat: edits and the like count in groups, but not with a person."""
    return chat_id < 0 or not method.startswith(("edit", "setMessageReaction", "delete", "pin", "unpin"))


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asked to wait, in seconds, whichever form the library gives it in."""
    after = error.retry_after
    return after.total_seconds() if hasattr(after, "total_seconds") else float(after)
