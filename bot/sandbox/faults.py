"""Faults on demand: what a weak network and a bad day at Telegram do to a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.clock import Clock
from bot.sandbox.events import Json
from bot.sandbox.people import Bot

if TYPE_CHECKING:
    from bot.sandbox.world import World


class Faults:
    """The faults that are switched on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.active = False

    def disturb(self, bot: Bot, update: Json) -> None:
        """Do to a fresh update what the switched-on faults do."""

    def change(self, world: World, body: Json) -> None:
        """Switch faults on or off."""

    def clear(self, world: World) -> None:
        """Switch everything off."""

    def as_json(self) -> dict[str, Any]:
        return {}
