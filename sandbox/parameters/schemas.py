"""The schemas of the Bot API's methods, read from aiogram's models.

A method's own parameters are read as Telegram reads them: they may all be strings, an empty one is none, and a number
that is none is zero (telegram-bot-api Client.cpp, get_integer_arg and its like).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import ForceReply, InlineKeyboardMarkup, InputFile, ReplyKeyboardMarkup, ReplyKeyboardRemove
from pydantic import BaseModel
from pydantic_core import from_json

from sandbox.parameters.readers import NO_JSON, MisfitError, ObjectSchema, Reader, boolean, later, string
from sandbox.parameters.strict import INT64, StrictReader, options_of, strict_object_reader, strict_value_reader
from sandbox.support.events import Json

_LEADING_INTEGER = re.compile(r"\s*(-?\d{1,18})")
# What a call may leave out although Telegram's documentation and the models do not say so: it is taken for zero or
# empty, and refused later in other words, or not at all.
_CAN_BE_LEFT_OUT = frozenset(
    ["message_id", "commands", "title", "address", "custom_title", "permissions", "callback_query_id", "url"]
)
# Client.cpp reads what a method is about before it looks at the chat; and then these in this order.
_COMPLAINT_ORDER = ("from_chat_id", "user_id", "latitude", "longitude", "phone_number", "first_name")
# Client.cpp, get_input_entities and get_allowed_update_types: what cannot be read is as good as absent.
_FORGIVEN = frozenset(["entities", "caption_entities", "allowed_updates"])


def _leading_integer(value: Any, unknown: list[str]) -> int:
    if type(value) is int:
        return value if -INT64 <= value < INT64 else 0
    found = _LEADING_INTEGER.match(value if isinstance(value, str) else str(value))
    return int(found.group(1)) if found else 0


def _leading_number(value: Any, unknown: list[str]) -> float:
    """A number, or one that no place on earth has."""
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _text(value: Any, unknown: list[str]) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else string(value, unknown)


_FORMS: dict[Any, Reader] = {
    int: _leading_integer,
    datetime: _leading_integer,
    timedelta: _leading_integer,
    float: _leading_number,
    bool: boolean,
    str: _text,
}


def _parsed(reader: Reader, annotation: Any) -> Reader:
    """A parameter that a form sends as JSON in a string."""
    strict: StrictReader | None = None
    compiled = False

    def read(value: Any, unknown: list[str]) -> Any:
        nonlocal strict, compiled
        if type(value) is str:
            if not compiled:
                strict, compiled = strict_value_reader(annotation), True
            fitting = strict(value) if strict is not None else None
            if fitting is not None:
                return fitting
            try:
                value = from_json(value, allow_inf_nan=False)
            except ValueError:
                raise MisfitError(NO_JSON) from None
        return reader(value, unknown)

    return read


def _forgiven(reader: Reader) -> Reader:
    def read(value: Any, unknown: list[str]) -> Any:
        try:
            return reader(value, unknown)
        except MisfitError as misfit:
            if misfit.path or misfit.wanted not in (NO_JSON, "Array"):
                raise
            return None

    return read


def _any_markup() -> Callable[[Any, list[str]], Any]:
    """A reply markup of any kind, told by its fields; one that says nothing is none (Client.cpp, get_reply_markup)."""
    keyboard, inline = later(ReplyKeyboardMarkup), later(InlineKeyboardMarkup)
    removal, force = later(ReplyKeyboardRemove), later(ForceReply)

    def read(value: Any, unknown: list[str]) -> Any:
        if type(value) is not dict:
            raise MisfitError("Object")
        if value.get("keyboard") is not None and value["keyboard"] != []:
            return keyboard(value, unknown)
        if value.get("inline_keyboard") is not None:
            return inline(value, unknown)
        for name, reader in (("remove_keyboard", removal), ("force_reply", force)):
            if boolean(value.get(name), unknown):
                return reader({**value, name: True}, unknown)
        known = {"keyboard", "inline_keyboard", "remove_keyboard", "force_reply", "selective"}
        unknown.extend(key for key in value if key not in known)
        return None

    return read


class MethodSchema(ObjectSchema):
    """The schema of a method's parameters."""

    def __init__(self, model: type[TelegramMethod[Any]]) -> None:
        super().__init__(model)
        self.name = model.__api_method__
        self._model = model
        self.required = self.required - _CAN_BE_LEFT_OUT
        if self.name == "deleteMessage":
            self.required |= {"message_id"}
        self._texts = set()
        for name, info in model.model_fields.items():
            options = options_of(info.annotation)
            form = _FORMS.get(options[0]) if len(set(options)) == 1 else None
            if form is not None:
                self.readers[name] = form
            elif datetime in options or timedelta in options:
                self.readers[name] = _leading_integer
            if not options or str in options:
                self._texts.add(name)
            if any(get_origin(o) is list or (isinstance(o, type) and _is_object(o)) for o in options):
                reader = _any_markup() if name == "reply_markup" else self.readers[name]
                self.readers[name] = _parsed(reader, info.annotation)
            if name in _FORGIVEN:
                self.readers[name] = _forgiven(self.readers[name])

    def __call__(self, value: Any, unknown: list[str]) -> Json:
        if type(value) is dict and "" in value.values():
            # An empty text is one; anything else that is empty was not given.
            value = {k: v for k, v in value.items() if v != "" or (k in self._texts and k not in self.required)}
        return super().__call__(value, unknown)

    def first_missing(self, missing: frozenset[str]) -> str:
        for name in ("chat_id", *_COMPLAINT_ORDER) if self.name == "deleteMessage" else _COMPLAINT_ORDER:
            if name in missing:
                return name
        return next((name for name in self.readers if name in missing and name != "chat_id"), "chat_id")

    @cached_property
    def read_strictly(self) -> StrictReader:
        """Reads the method's parameters from JSON that fits to the letter."""
        return strict_object_reader(self._model)


def _is_object(option: type) -> bool:
    return issubclass(option, BaseModel) and not issubclass(option, InputFile)


MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for model in (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}
# Names of old that are still understood: Client.cpp, init_methods.
MODELS["kickchatmember"] = MODELS["banchatmember"]
MODELS["getchatmemberscount"] = MODELS["getchatmembercount"]


@cache
def method_schema(method: str) -> MethodSchema | None:
    """The schema of a method, by its name in any case; None for a name that Telegram does not know."""
    model = MODELS.get(method.lower())
    return MethodSchema(model) if model is not None else None
