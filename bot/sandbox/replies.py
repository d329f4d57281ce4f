"""Answers of the Bot API as they go over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic_core import to_json

from bot.sandbox.chats import Message
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Json


@dataclass(slots=True)
class Told:
    """A result that Telegram says a sentence about."""

    description: str
    result: Any = True


def encoded(result: Any) -> bytes:
    """A result as JSON; messages are kept as such and need no encoding."""
    if type(result) is Message:
        return result.raw
    if type(result) is list and result and type(result[0]) is Message:
        return b"[" + b",".join(message.raw for message in result) + b"]"
    return to_json(result)


def success(result: Any) -> web.Response:
    """The answer to a call that was played."""
    if type(result) is Told:
        told = {"ok": True, "result": result.result, "description": result.description}
        return web.Response(body=to_json(told), content_type="application/json")
    return web.Response(body=b'{"ok":true,"result":' + encoded(result) + b"}", content_type="application/json")


def refusal(error: ApiError) -> web.Response:
    """The answer to a call that was refused."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(body=to_json(body), status=error.code, content_type="application/json", headers=headers)
