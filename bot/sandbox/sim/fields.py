"""Reading the fields of a `/sim` request, with a sentence for each that is not as it should be."""

from __future__ import annotations

from typing import Any, overload

from bot.sandbox.errors import SimError
from bot.sandbox.events import Json

_REQUIRED: Any = object()


@overload
def integer(body: Json, name: str) -> int: ...
@overload
def integer(body: Json, name: str, default: None) -> int | None: ...
@overload
def integer(body: Json, name: str, default: int) -> int: ...
def integer(body: Json, name: str, default: Any = _REQUIRED) -> int | None:
    value = body.get(name)
    if value is None and default is not _REQUIRED:
        return default  # type: ignore[no-any-return]  # the overloads say which
    if isinstance(value, bool) or not isinstance(value, int):
        raise SimError(f"{name}: a whole number is needed")
    return value


def string(body: Json, name: str, default: Any = _REQUIRED) -> str:
    value = body.get(name)
    if value is None and default is not _REQUIRED:
        return str(default)
    if not isinstance(value, str):
        raise SimError(f"{name}: a text is needed")
    return value


def number(body: Json, name: str, default: float) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SimError(f"{name}: a number is needed")
    return float(value)


def boolean(body: Json, name: str, *, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise SimError(f"{name}: true or false is needed")
    return value
