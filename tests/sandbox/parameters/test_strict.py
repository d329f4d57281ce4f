"""What native code reads by itself must be what the schemas read."""

import json
from typing import Any

from sandbox.parameters.schemas import method_schema


async def test_what_is_read_in_native_code_is_read_by_the_shapes_alike() -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ya", "callback_data": "1"}, {"text": "Peta", "url": "https://a.id"}]]}
    fitting: list[tuple[str, dict[str, Any]]] = [
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keyboard, "disable_notification": True}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"force_reply": True, "selective": True}}),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"keyboard": [[{"text": "a"}]], "is_persistent": True}},
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 1}]}),
        ("sendLocation", {"chat_id": 1, "latitude": -6, "longitude": 112.5}),
        (
            "sendMediaGroup",
            {"chat_id": 1, "media": [{"type": "photo", "media": "id"}, {"type": "video", "media": "id"}]},
        ),
    ]
    loose: list[tuple[str, dict[str, Any]]] = [
        ("sendMessage", {"chat_id": "1", "text": "x"}),
        ("sendMessage", {"chat_id": 2**63, "text": "x"}),
        ("sendMessage", {"chat_id": 1, "text": 5}),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": "true"}),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "x": 1}]]}}),
        ("sendMessage", {"chat_id": 1, "text": None}),
        ("sendMessage", {"chat_id": 1}),
    ]
    for method, given in fitting:
        schema, unknown = method_schema(method), list[str]()
        assert schema is not None
        assert schema.read_strictly(json.dumps(given)) == schema(given, unknown)
        assert unknown == []
    for method, given in loose:
        schema = method_schema(method)
        assert schema is not None
        assert schema.read_strictly(json.dumps(given)) is None
