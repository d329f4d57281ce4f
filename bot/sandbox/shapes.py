"""The shapes of the Bot API's methods and objects, read from aiogram's models.

A shape brings a value into one form and says what does not fit. It does what validating with the model would do, without
making models: a call is answered several times faster, and parameters that Telegram does not know are found at any depth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from functools import cache, cached_property
from typing import Any, Literal, get_args, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from pydantic import BaseModel
from pydantic_core import from_json

from bot.sandbox.events import Json
from bot.sandbox.exact import INT64, Exact, exact_object, exact_value, options_of

# Takes a value and the list of unknown parameters; returns the value's one form.
Reader = Callable[[Any, list[str]], Any]

_INTEGER = re.compile(r"\s*-?\d{1,19}\s*\Z")
# telegram-bot-api Client.cpp, to_bool.
_TRUE = frozenset({"true", "yes", "1"})


class MisfitError(Exception):
    """A value is not of its parameter's shape: what was expected, and where ("reply_markup.keyboard")."""

    def __init__(self, expected: str, where: str = "", *, missing: bool = False) -> None:
        super().__init__(expected)
        self.where = where
        self.expected = expected
        self.missing = missing


def _integer(value: Any, unknown: list[str]) -> int:
    if type(value) is int:
        number = value
    elif (isinstance(value, str) and _INTEGER.match(value)) or (isinstance(value, float) and value.is_integer()):
        number = int(value)
    else:
        raise MisfitError("an integer is expected")
    if not -INT64 <= number < INT64:
        raise MisfitError("a 64-bit integer is expected")
    return number


def _number(value: Any, unknown: list[str]) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise MisfitError("a number is expected")
    return number


def _boolean(value: Any, unknown: list[str]) -> bool:
    return value if type(value) is bool else str(value).strip().lower() in _TRUE


def _string(value: Any, unknown: list[str]) -> str:
    if type(value) is str:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MisfitError("a string is expected")
    return str(value)


def _chat(value: Any, unknown: list[str]) -> int | str:
    if type(value) is str and not _INTEGER.match(value):
        return value.strip()
    return _integer(value, unknown)


def _anything(value: Any, unknown: list[str]) -> Any:
    return value


def _choice(allowed: tuple[Any, ...]) -> Reader:
    values = frozenset(option.value if isinstance(option, Enum) else option for option in allowed)

    def read(value: Any, unknown: list[str]) -> Any:
        if isinstance(value, bool | int | str | float) and value in values:
            return value
        raise MisfitError(f"one of {', '.join(map(str, values))} is expected")

    return read


def _list_of(item: Reader) -> Reader:
    def read(value: Any, unknown: list[str]) -> list[Any]:
        if type(value) is not list:
            raise MisfitError("an Array is expected")
        return [item(element, unknown) for element in value]

    return read


def _parsed(reader: Reader, annotation: Any) -> Reader:
    """A parameter that a form sends as JSON in a string."""
    exact: Exact | None = None
    compiled = False

    def read(value: Any, unknown: list[str]) -> Any:
        nonlocal exact, compiled
        if type(value) is str:
            if not compiled:
                exact, compiled = exact_value(annotation), True
            fitting = exact(value) if exact is not None else None
            if fitting is not None:
                return fitting
            try:
                value = from_json(value, allow_inf_nan=False)
            except ValueError:
                raise MisfitError("can't parse JSON object") from None
        return reader(value, unknown)

    return read


class ObjectShape:
    """The shape of one object or method: its fields, and which of them cannot be left out."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.readers: dict[str, Reader] = {}
        self.required: frozenset[str] = frozenset()
        required = set()
        for name, info in model.model_fields.items():
            key = info.alias or name
            self.readers[key] = reader_of(info.annotation)
            if info.is_required():
                required.add(key)
        self.required = frozenset(required)

    def __call__(self, value: Any, unknown: list[str]) -> Json:
        if type(value) is not dict:
            raise MisfitError("an Object is expected")
        shaped: Json = {}
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
                    shaped[name] = reader(given, unknown)
                    if unknown and len(unknown) > known:
                        unknown[known:] = [f"{name}.{inner}" for inner in unknown[known:]]
                        known = len(unknown)
        except MisfitError as misfit:
            misfit.where = f"{name}.{misfit.where}" if misfit.where else name
            raise
        if not self.required <= shaped.keys():
            missing = min(self.required - shaped.keys())
            raise MisfitError("it cannot be left out", missing, missing=True)
        return shaped


@cache
def object_shape(model: type[BaseModel]) -> ObjectShape:
    return ObjectShape(model)


def _one_of(readers: list[Reader]) -> Reader:
    """A union: the option that fits with the fewest unknown fields."""

    def read(value: Any, unknown: list[str]) -> Any:
        best: tuple[Any, list[str]] | None = None
        first: MisfitError | None = None
        for reader in readers:
            extra: list[str] = []
            try:
                shaped = reader(value, extra)
            except MisfitError as misfit:
                first = first or misfit
                continue
            if not extra:
                return shaped
            if best is None or len(extra) < len(best[1]):
                best = (shaped, extra)
        if best is None:
            raise first or MisfitError("nothing fits")
        unknown.extend(best[1])
        return best[0]

    return read


_PLAIN: dict[Any, Reader] = {
    int: _integer,
    float: _number,
    bool: _boolean,
    str: _string,
    datetime: _integer,
    timedelta: _integer,
    Any: _anything,
}


def reader_of(annotation: Any) -> Reader:
    """The reader for a field, from its annotation in aiogram's model."""
    options = options_of(annotation)
    if int in options and (str in options or datetime in options):
        # An id or @name; or a moment, which goes over the wire as a number.
        return _chat if str in options else _integer
    readers = [_reader_of_one(option) for option in dict.fromkeys(options)]
    if not readers:
        return _string
    return readers[0] if len(readers) == 1 else _one_of(readers)


def _later(model: type[BaseModel]) -> Reader:
    """The reader of an object, looked up at its first use: objects refer to each other in circles."""

    shape: ObjectShape | None = None

    def read(value: Any, unknown: list[str]) -> Any:
        nonlocal shape
        if shape is None:
            shape = object_shape(model)
        return shape(value, unknown)

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
        return _later(option)
    return _anything


class MethodShape(ObjectShape):
    """The shape of a method's parameters."""

    def __init__(self, model: type[TelegramMethod[Any]]) -> None:
        super().__init__(model)
        self.name = model.__api_method__
        self._model = model
        for name, info in model.model_fields.items():
            if any(
                get_origin(o) is list or (isinstance(o, type) and _is_object(o)) for o in options_of(info.annotation)
            ):
                self.readers[name] = _parsed(self.readers[name], info.annotation)

    @cached_property
    def exact(self) -> Exact:
        """Reads the method's parameters from JSON that fits to the letter."""
        return exact_object(self._model)


def _is_object(option: type) -> bool:
    return issubclass(option, BaseModel) and not issubclass(option, InputFile)


MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for model in (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}


@cache
def method_shape(method: str) -> MethodShape | None:
    """The shape of a method, by its name in any case; None for a name that Telegram does not know."""
    model = MODELS.get(method.lower())
    return MethodShape(model) if model is not None else None
