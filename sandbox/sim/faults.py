"""Switching faults on and off: what `/sim/faults` is asked for."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sandbox.sim.fields import integers, number, string
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.world.faults import CALL_KINDS, UPDATE_KINDS, Fault
from sandbox.world.world import World

KINDS = (*CALL_KINDS, *UPDATE_KINDS, "down")
# The longest that Telegram can be told to be away, and how long it is when nothing is said, in seconds.
DOWN_MAX = 3600
DOWN_DEFAULT = 3.0
# A village at the edge of the network: slow, uneven, and now and then gone, before or after the effect.
PRESETS: dict[str, list[Json]] = {
    "2g": [
        {"kind": "latency", "seconds": 0.7, "jitter": 0.8},
        {"kind": "drop", "rate": 0.03},
        {"kind": "drop_after", "rate": 0.03},
    ],
    "flood": [{"kind": "error", "status": 429, "retry_after": 3, "methods": ["send*", "edit*", "copy*", "forward*"]}],
    "outage": [{"kind": "error", "status": 502, "rate": 0.5}],
    "unruly": [
        {"kind": "duplicate", "rate": 0.2},
        {"kind": "delay", "rate": 0.3, "seconds": 1.0},
        {"kind": "reorder", "rate": 0.2},
    ],
}
_GIVABLE = {field.name for field in fields(Fault)} - {"id", "hits"}


def change(world: World, body: Json) -> None:
    """Switch faults on: one by its fields, or `{"preset": name}`, or `{"seed": n}`. Raises SimError."""
    faults = world.faults
    if "seed" in body:
        if not isinstance(body["seed"], int | str):
            raise SimError("seed: a whole number or a text is needed")
        faults.seed(body["seed"])
    if "preset" in body:
        if not isinstance(body["preset"], str) or body["preset"] not in PRESETS:
            raise SimError(f"preset: one of {', '.join(PRESETS)}")
        for wanted in PRESETS[body["preset"]]:
            faults.add(**wanted)
    elif body.get("kind") == "down":
        seconds = number(body, "seconds", DOWN_DEFAULT)
        if not 0 <= seconds <= DOWN_MAX:
            raise SimError(f"seconds: a number from 0 to {DOWN_MAX} is needed")
        faults.go_down(seconds)
    elif "kind" in body:
        faults.add(**_checked(body))
    elif "seed" not in body:
        raise SimError("kind, preset or seed is needed")


def _checked(body: Json) -> Json:
    """The fields of one fault. Raises SimError."""
    if body["kind"] not in KINDS:
        raise SimError(f"kind: one of {', '.join(KINDS)}")
    given = {name: value for name, value in body.items() if name not in ("seed", "preset")}
    unknown = given.keys() - _GIVABLE
    if unknown:
        raise SimError(f"a fault has no {', '.join(sorted(unknown))}")
    for name in ("rate", "seconds", "jitter", "status", "retry_after", "count"):
        value = given.get(name)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            raise SimError(f"{name}: a number from 0 up is needed")
        if name in ("status", "retry_after", "count") and not isinstance(value, int):
            raise SimError(f"{name}: a whole number is needed")
    if not 100 <= given.get("status", 500) <= 599:
        raise SimError("status: one of HTTP is needed")
    for name in ("bot", "description"):
        string(given, name, "")
    methods = given.get("methods", [])
    if not isinstance(methods, list) or not all(isinstance(method, str) for method in methods):
        raise SimError("methods: a list of names is needed; send* stands for all that begin so")
    integers(given, "chats")
    return {name: value for name, value in given.items() if value is not None}


def as_json(world: World) -> dict[str, Any]:
    """What is switched on, and what could be."""
    return {**world.faults.as_json(), "kinds": list(KINDS), "presets": list(PRESETS)}
