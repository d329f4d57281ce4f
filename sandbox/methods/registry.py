"""Which function implements which method."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.parameters.calls import Call
from sandbox.world.world import World

# A handler returns the call's result as it goes over the wire, or something to await for it.
Handler = Callable[[World, Call], Any | Awaitable[Any]]

IMPLEMENTED: dict[str, Handler] = {}


def implements(*methods: str) -> Callable[[Handler], Handler]:
    """Register a handler for methods, by their names in the Bot API."""

    def register(handler: Handler) -> Handler:
        for method in methods:
            IMPLEMENTED[method.lower()] = handler
        return handler

    return register
