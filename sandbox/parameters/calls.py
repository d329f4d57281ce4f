"""A bot's call: its parameters in one form, whatever form they came in, and the result that it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.support.errors import ApiError
from sandbox.support.events import Json
from sandbox.world.call_log import CallRecord
from sandbox.world.files import Upload
from sandbox.world.people import Bot


@dataclass(slots=True)
class Call:
    """A checked call. `args` holds only what was given, in plain Python values."""

    bot: Bot
    method: str
    args: Json
    files: dict[str, Upload]
    record: CallRecord


@dataclass(slots=True)
class DescribedResult:
    """A result that Telegram says a sentence about."""

    description: str
    result: Any = True


def not_implemented(method: str) -> ApiError:
    return ApiError(501, f"Not Implemented: the local Telegram does not play {method}")
