"""How people act in a town where anything may go wrong: they look whether it was heard, and do it again if not."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from sandbox import Group, Person, Refused, Screen, Shown

LOOK = 8.0
"""Seconds after which somebody does again what nothing came of."""

PATIENCE = 40.0
"""Seconds after which somebody gives up."""


class GivenUp(Exception):
    """Nothing came of what somebody tried again and again."""


async def insist(
    act: Callable[[], Awaitable[object]],
    came: Callable[[Screen], Any],
    who: Person,
    chat: Group | None = None,
    *,
    what: str,
) -> Screen:
    """Act until `came` holds on the person's screen, and return that screen. Raises GivenUp."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        # What the group does not let one do just now, or a button that is gone.
        with suppress(Refused):
            await act()
        with suppress(AssertionError):
            return await who.until(came, chat=chat, timeout=LOOK)
    raise GivenUp(what)


async def await_sight(who: Person, holds: Callable[[Screen], Any], chat: Group | None = None, *, what: str) -> Screen:
    """Wait until something stands on a screen. Raises GivenUp."""
    try:
        return await who.until(holds, chat=chat, timeout=PATIENCE)
    except AssertionError:
        raise GivenUp(what) from None


def said(screen: Screen, *parts: str) -> Shown | None:
    """Return the bot's latest message with all these parts."""
    return next((m for m in reversed(screen.messages) if m.by_bot and all(part in m.text for part in parts)), None)


def has_thumb(screen: Screen, message_id: int) -> bool:
    """Tell whether a message has the bot's 👍."""
    shown = next((m for m in screen.messages if m.id == message_id), None)
    return shown is not None and any(given["emoji"] == "👍" for given in shown.view.get("reactions", []))


def card_with(screen: Screen, ticket: str, label: str) -> Shown | None:
    """Return a report's latest card with such a button."""
    return next((m for m in reversed(screen.messages) if m.by_bot and ticket in m.text and m.offers(label)), None)
