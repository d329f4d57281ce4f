"""A bot's call: its parameters brought into one form, whatever form they came in, and checked with aiogram's models."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, ValidationError

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.events import Json
from bot.sandbox.journal import Entry
from bot.sandbox.people import Bot

_INTEGER = re.compile(r"\s*-?\d{1,19}\s*\Z")
# telegram-bot-api Client.cpp, to_bool.
_TRUE = frozenset({"true", "yes", "1"})

# How Telegram words the absence of what a call cannot do without; else the parameter is named.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "document": "there is no document in the request",
    "animation": "there is no animation in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "media": "media not found",
    "phone_number": "phone number is empty",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
    "commands": "can't parse commands: expected an Array",
}


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Call:
    """A checked call. `args` holds only what was given, in plain Python values."""

    bot: Bot
    method: str
    args: Json
    files: dict[str, Upload]
    entry: Entry


def _parts(annotation: Any) -> set[Any]:
    """The plain types that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _parts(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return set().union(*(_parts(arg) for arg in get_args(annotation)))
    return {origin or annotation}


class Shape:
    """What aiogram's model says of one method's parameters."""

    def __init__(self, model: type[TelegramMethod[Any]]) -> None:
        self.name = model.__api_method__
        self._validator = model.__pydantic_validator__
        self.kinds: dict[str, str] = {}
        for name, field in model.model_fields.items():
            parts = _parts(field.annotation)
            if any(part in (list, dict) or (isinstance(part, type) and _is_object(part)) for part in parts):
                kind = "json"
            elif bool in parts:
                kind = "bool"
            elif str in parts:
                kind = "chat" if int in parts else "str"
            elif int in parts:
                kind = "int"
            elif float in parts:
                kind = "float"
            else:
                kind = "date"
            self.kinds[name] = kind

    def coerce(self, given: Json) -> tuple[Json, list[str]]:
        """Plain values for the known parameters, and the names of the unknown ones. Raises ApiError 400."""
        args: Json = {}
        unknown: list[str] = []
        kinds = self.kinds
        for name, value in given.items():
            kind = kinds.get(name)
            if kind is None:
                unknown.append(name)
            elif value is not None:
                args[name] = value if kind == "str" and isinstance(value, str) else _COERCE[kind](name, value)
        return args, unknown

    def check(self, args: Json) -> None:
        """Let aiogram's model check the parameters. Raises ApiError 400."""
        try:
            self._validator.validate_python(args)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            where = [str(part) for part in first["loc"]]
            if first["type"] == "missing" and len(where) == 1:
                name = where[0]
                raise bad_request(_MISSING.get(name, f'parameter "{name}" is required')) from None
            raise bad_request(f"wrong parameter {'.'.join(where)}: {first['msg']}") from None


def _is_object(part: type) -> bool:
    return issubclass(part, BaseModel) and part.__name__ not in ("InputFile", "Default")


def _to_json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        label = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise bad_request(f"can't parse {label} JSON object") from None


def _to_integer(name: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if not isinstance(value, str) or not _INTEGER.match(value):
            raise bad_request(f"invalid {name} specified")
        return int(value)
    return value


def _to_float(name: str, value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise bad_request(f"invalid {name} specified") from None


def _to_bool(name: str, value: Any) -> Any:
    return value if isinstance(value, bool) else str(value).strip().lower() in _TRUE


def _to_chat(name: str, value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        return int(value) if _INTEGER.match(value) else value
    return _to_integer(name, value)


def _to_string(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    raise bad_request(f"wrong parameter {name}: a string is expected")


_COERCE = {
    "json": _to_json,
    "int": _to_integer,
    "float": _to_float,
    "bool": _to_bool,
    "chat": _to_chat,
    "str": _to_string,
    "date": _to_integer,
}

_MODELS: dict[str, type[TelegramMethod[Any]]] = {
    model.__api_method__.lower(): model
    for model in (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod
}


@cache
def shape(method: str) -> Shape | None:
    """The shape of a method, by its name in any case; None for a name that Telegram does not know."""
    model = _MODELS.get(method.lower())
    return Shape(model) if model is not None else None


def known_methods() -> list[str]:
    """Every method of the Bot API that aiogram's models describe."""
    return sorted(model.__api_method__ for model in _MODELS.values())


def not_played(method: str) -> ApiError:
    return ApiError(501, f"Not Implemented: the local Telegram does not play {method}")
