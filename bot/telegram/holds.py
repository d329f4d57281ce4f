"""Holds: what must wait after Telegram refused a call for its pace (429), and until when.

A refusal holds what the call was about: its chat, or its method when it had none. Telegram does not say which limit was
reached, so everything is held only when several chats that had hardly been spoken to are refused one after the other,
and then briefly: each of them is held for as long as Telegram asked in any case.
"""

from collections.abc import Callable, Mapping
from typing import Any

SEVERAL = 3
"""Different chats refused without a reason of their own that make it likely that the whole bot is meant."""

WITHIN_SECONDS = 60.0
"""How close together; longer than everything is held, so that one more refusal after a hold is enough for the next."""

EVERYTHING_SECONDS = 30.0
"""How long everything is held at most; then the next calls find out whether it still has to be."""

Scope = int | str
"""A chat's id, or the name of a method for calls without a chat."""


def scope_of(method: str, parameters: Mapping[str, Any]) -> Scope:
    """Return what a refusal of a call is about."""
    chat_id = parameters.get("chat_id")
    return chat_id if isinstance(chat_id, int) else method


class Holds:
    """Remembers until when each scope is held, and everything. A hold that ends earlier than one that stands changes nothing."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until: dict[Scope, float] = {}
        self._everything_until = 0.0
        self._unexplained: dict[int, float] = {}

    def wait(self, scope: Scope) -> float:
        """Return the seconds that a scope is still held by itself; 0 for not at all."""
        if not self._until:
            return 0.0
        return max(0.0, self._until.get(scope, 0.0) - self._monotonic())

    def everything_wait(self) -> float:
        """Return the seconds that everything is still held; 0 for not at all."""
        return max(0.0, self._everything_until - self._monotonic())

    def refused(self, scope: Scope, seconds: float, *, explained: bool) -> bool:
        """Hold a scope for so long; tell whether everything is held from now on.

        `explained`: the chat's own limit can be what was reached.
        """
        now = self._monotonic()
        self._until[scope] = max(self._until.get(scope, 0.0), now + seconds)
        if explained or not isinstance(scope, int):
            return False
        self._unexplained[scope] = now
        self.tidy()
        if len(self._unexplained) < SEVERAL:
            return False
        self._everything_until = max(self._everything_until, now + min(seconds, EVERYTHING_SECONDS))
        return True

    def tidy(self) -> None:
        """Forget what is over."""
        now = self._monotonic()
        self._until = {scope: until for scope, until in self._until.items() if until > now}
        self._unexplained = {chat: at for chat, at in self._unexplained.items() if at > now - WITHIN_SECONDS}
