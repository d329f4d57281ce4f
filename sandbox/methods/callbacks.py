"""Answers to taps on inline buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Signal
from sandbox.text.entities import utf16_length
from sandbox.world import rules
from sandbox.world.updates import CALLBACK_KEPT_SECONDS
from sandbox.world.world import World


@dataclass(slots=True)
class Tap:
    """One tap of a person on an inline button, and what the bot answered. `at` is in seconds since 1970."""

    id: str
    bot_id: int
    person_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str = ""
    changed: Signal = field(default_factory=Signal)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "chat_id": self.chat_id,
            "message_id": self.message_id,
            "person_id": self.person_id,
            "data": self.data,
            "answered": self.answered,
            "text": self.text,
            "show_alert": self.show_alert,
            "url": self.url,
        }


@implements("answerCallbackQuery")
def answer_callback_query(world: World, call: Call) -> bool:
    tap = world.queries.get(call.args.get("callback_query_id", ""))
    if tap is None or tap.bot_id != call.bot.id or world.clock.timestamp() - tap.at > CALLBACK_KEPT_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.args.get("text") or ""
    if utf16_length(text) > rules.CALLBACK_ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if not tap.answered:
        tap.answered = True
        tap.text = text
        tap.show_alert = bool(call.args.get("show_alert"))
        tap.url = call.args.get("url") or ""
        world.events.publish("callback_answer", cause=call.record.id, **{**tap.as_json(), "id": tap.id})
        tap.changed.fire()
    return True
