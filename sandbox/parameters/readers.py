"""Reading values of the Bot API into one form, from the types of aiogram's models.

A reader does what validating with the model would do, without making models: a call is answered several times faster,
and parameters that Telegram does not know are found at any depth. Its complaints are Telegram's own
(tdutils JsonBuilder.cpp and telegram-bot-api Client.cpp).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Literal, get_args, get_origin

from aiogram.types import KeyboardButton
from pydantic import BaseModel

from sandbox.parameters.strict import INT64, options_of
from sandbox.support.events import Json

# Takes a value and the list of unknown parameters; returns the value's one form.
Reader = Callable[[Any, list[str]], Any]

_INTEGER = re.compile(r"\s*-?\d{1,19}\s*\Z")
# telegram-bot-api Client.cpp, to_bool.
_TRUE = frozenset({"true", "yes", "1"})


class MisfitError(Exception):
    """A value is not of its parameter's type.

    `path` leads to it from the outermost name; `wanted` is the type that was expected ("String"), and `words` what
    Telegram says of it, once that is known. `missing` is a field that cannot be left out.
    """

    def __init__(self, wanted: str = "", words: str = "", *, missing: str = "") -> None:
        super().__init__(words or wanted)
        self.path: list[str] = []
        self.wanted = wanted
        self.words = words
        self.missing = missing


# What cannot be read as JSON at all, and an object of no known type (its `words` are that type): `wanted` of a
# MisfitError.
NO_JSON = "JSON"
OTHER_TYPE = "type"


def integer(value: Any, unknown: list[str]) -> int:
    if type(value) is int:
        number = value
    elif (isinstance(value, str) and _INTEGER.match(value)) or (isinstance(value, float) and value.is_integer()):
        number = int(value)
    else:
        raise MisfitError("Number")
    if not -INT64 <= number < INT64:
        raise MisfitError("Number")
    return number


def _number(value: Any, unknown: list[str]) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise MisfitError("Number")
    return number


def boolean(value: Any, unknown: list[str]) -> bool:
    return value if type(value) is bool else str(value).strip().lower() in _TRUE


def string(value: Any, unknown: list[str]) -> str:
    if type(value) is str:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError("String")
    return str(value)


def chat(value: Any, unknown: list[str]) -> int | str:
    """A chat's id or @name; what is neither is the id of no chat, as it is for Telegram."""
    if type(value) is int:
        return value if -INT64 <= value < INT64 else 0
    if type(value) is not str:
        return int(value) if isinstance(value, float) and math.isfinite(value) else 0
    if value.startswith("@"):
        return value.strip()
    number = int(value) if _INTEGER.match(value) else 0
    return number if -INT64 <= number < INT64 else 0


def _anything(value: Any, unknown: list[str]) -> Any:
    return value


def _choice(allowed: tuple[Any, ...]) -> Reader:
    values = frozenset(option.value if isinstance(option, Enum) else option for option in allowed)

    def read(value: Any, unknown: list[str]) -> Any:
        if isinstance(value, bool | int | str | float) and value in values:
            return value
        raise MisfitError(words="Unsupported type specified")

    return read


def _list_of(item: Reader) -> Reader:
    def read(value: Any, unknown: list[str]) -> list[Any]:
        if type(value) is not list:
            raise MisfitError("Array")
        try:
            return [item(element, unknown) for element in value]
        except MisfitError as misfit:
            if not misfit.path and not misfit.words:
                misfit.words = f"expected an {misfit.wanted}" if misfit.wanted == "Object" else ""
                misfit.wanted = "Array of Arrays" if misfit.wanted == "Array" else misfit.wanted
            raise

    return read


class ObjectSchema:
    """The schema of one object or method: its fields, and which of them cannot be left out."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.readers: dict[str, Reader] = {}
        required = set()
        for name, info in model.model_fields.items():
            key = info.alias or name
            self.readers[key] = reader_of(info.annotation)
            if info.is_required():
                required.add(key)
        self.required: frozenset[str] = frozenset(required)

    def __call__(self, value: Any, unknown: list[str]) -> Json:
        if type(value) is not dict:
            raise MisfitError("Object")
        result: Json = {}
        readers = self.readers
        name, known = "", len(unknown)
        # The way to a value is only put together when something on it is wrong: calls are read far more often.
        try:
            for name, given in value.items():
                reader = readers.get(name)
                if reader is None:
                    unknown.append(name)
                    known += 1
                elif given is not None:
                    read = reader(given, unknown)
                    if read is not None:
                        result[name] = read
                    if unknown and len(unknown) > known:
                        unknown[known:] = [f"{name}.{inner}" for inner in unknown[known:]]
                        known = len(unknown)
        except MisfitError as misfit:
            misfit.path.insert(0, name)
            misfit.words = misfit.words or f'Field "{name}" must be of type {misfit.wanted}'
            raise
        if not self.required <= result.keys():
            missing = self.first_missing(self.required - result.keys())
            raise MisfitError(words=f'Can\'t find field "{missing}"', missing=missing)
        return result

    def first_missing(self, missing: frozenset[str]) -> str:
        """Which of several absent fields is complained of."""
        return next(name for name in self.readers if name in missing)


@cache
def object_schema(model: type[BaseModel]) -> ObjectSchema:
    return ObjectSchema(model)


def _by_type(models: list[type[BaseModel]]) -> Reader | None:
    """A union of objects that say themselves by `type` what they are; None for one of others."""
    readers: dict[str, Reader] = {}
    for model in models:
        info = model.model_fields.get("type")
        if info is None or get_origin(info.annotation) is not Literal:
            return None
        for name in get_args(info.annotation):
            readers[name.value if isinstance(name, Enum) else name] = later(model)

    def read(value: Any, unknown: list[str]) -> Any:
        if type(value) is not dict:
            raise MisfitError("Object")
        kind = value.get("type")
        if kind is None:
            raise MisfitError(words='Can\'t find field "type"', missing="type")
        reader = readers.get(kind) if isinstance(kind, str) else None
        if reader is None:
            raise MisfitError(OTHER_TYPE, str(kind))
        return reader(value, unknown)

    return read


def _one_of(readers: list[Reader]) -> Reader:
    """A union: the option that fits with the fewest unknown fields."""

    def read(value: Any, unknown: list[str]) -> Any:
        best: tuple[Any, list[str]] | None = None
        nearest: MisfitError | None = None
        for reader in readers:
            extra: list[str] = []
            try:
                result = reader(value, extra)
            except MisfitError as misfit:
                # The option that was read the furthest tells what is wrong.
                if nearest is None or len(misfit.path) > len(nearest.path):
                    nearest = misfit
                continue
            if not extra:
                return result
            if best is None or len(extra) < len(best[1]):
                best = (result, extra)
        if best is None:
            raise nearest or MisfitError("Object")
        unknown.extend(best[1])
        return best[0]

    return read


_PLAIN: dict[Any, Reader] = {
    int: integer,
    float: _number,
    bool: boolean,
    str: string,
    datetime: integer,
    timedelta: integer,
    Any: _anything,
}


def reader_of(annotation: Any) -> Reader:
    """The reader for a field, from its annotation in aiogram's model."""
    options = options_of(annotation)
    if int in options and (str in options or datetime in options):
        # An id or @name; or a moment, which goes over the wire as a number.
        return chat if str in options else integer
    models = [o for o in dict.fromkeys(options) if isinstance(o, type) and issubclass(o, BaseModel)]
    if len(models) > 1 and len(models) == len(set(options)):
        reader = _by_type(models)
        if reader is not None:
            return reader
    readers = [_reader_of_one(option) for option in dict.fromkeys(options)]
    if not readers:
        return string
    return readers[0] if len(readers) == 1 else _one_of(readers)


def later(model: type[BaseModel]) -> Reader:
    """The reader of an object, looked up at its first use: objects refer to each other in circles."""

    schema: ObjectSchema | None = None

    def read(value: Any, unknown: list[str]) -> Any:
        nonlocal schema
        if schema is None:
            schema = object_schema(model)
        return schema(value, unknown)

    return read


def _reader_of_one(option: Any) -> Reader:
    if option in _PLAIN:
        return _PLAIN[option]
    origin = get_origin(option)
    if origin is list:
        return _list_of(reader_of(get_args(option)[0]))
    if origin is Literal:
        return _choice(get_args(option))
    if isinstance(option, type) and issubclass(option, Enum):
        return _choice(tuple(option))
    if isinstance(option, type) and issubclass(option, BaseModel):
        return _keyboard_button(later(option)) if option is KeyboardButton else later(option)
    return _anything


def _keyboard_button(reader: Reader) -> Reader:
    """A button of a reply keyboard, of which a text says enough: https://core.telegram.org/bots/api#keyboardbutton."""

    def read(value: Any, unknown: list[str]) -> Any:
        return {"text": value} if isinstance(value, str) else reader(value, unknown)

    return read
