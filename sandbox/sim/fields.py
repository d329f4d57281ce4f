"""Reading the fields of a `/sim` request, with a sentence for each that is not as it should be."""

from __future__ import annotations

from typing import Any, overload

from sandbox.parameters.readers import MisfitError, reader_of
from sandbox.parameters.strict import INT64
from sandbox.support.errors import SimError
from sandbox.support.events import Json

# Beyond any number of seconds, or any coordinate, that a clock or a map can take.
HUGE = 1e12
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
    if isinstance(value, bool) or not isinstance(value, int) or not -INT64 <= value < INT64:
        raise SimError(f"{name}: a whole number is needed")
    return value


def integers(body: Json, name: str) -> list[int]:
    """A list of ids; none for an absent one."""
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(i, int) and not isinstance(i, bool) for i in value):
        raise SimError(f"{name}: a list of ids is needed")
    return value


def mapping(body: Json, name: str) -> Json:
    """An object; an empty one for an absent one."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SimError(f"{name}: an object is needed")
    return value


def fitting(body: Json, name: str, annotation: Any) -> Any:
    """A value that has the form of a type of the Bot API; None for an absent one."""
    value = body.get(name)
    if value is None:
        return None
    try:
        return reader_of(annotation)(value, [])
    except MisfitError as misfit:
        raise SimError(f"{'.'.join([name, *misfit.path])}: {misfit.words or f'{misfit.wanted} is needed'}") from None


def string(body: Json, name: str, default: Any = _REQUIRED) -> str:
    value = body.get(name)
    if value is None and default is not _REQUIRED:
        return str(default)
    if not isinstance(value, str):
        raise SimError(f"{name}: a text is needed")
    return value


def number(body: Json, name: str, default: float) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -HUGE < value < HUGE:
        raise SimError(f"{name}: a number is needed")
    return float(value)


def boolean(body: Json, name: str, *, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise SimError(f"{name}: true or false is needed")
    return value
