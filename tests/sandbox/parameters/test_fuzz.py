"""Whatever is sent, the local Telegram answers as Telegram would: never with a 500."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Group, Person, Sandbox
from sandbox.methods import IMPLEMENTED
from sandbox.parameters.schemas import method_schema
from sandbox.world.members import ADMINISTRATOR_RIGHTS

# These two end or hold the conversation; they have tests of their own.
METHODS = sorted(set(IMPLEMENTED) - {"getupdates", "setwebhook", "leavechat"})
ALLOWED = {200, 400, 401, 403, 404, 409, 413, 429, 501}

texts = st.text(max_size=40) | st.sampled_from(
    [
        "<b>",
        "</b>",
        "<a href='x'>",
        "*_[`||",
        ">a\n>b||",
        "&#0;&#x10ffff;",
        "😀<i>",
        "attach://photo",
        "https://x.y",
        "\x00",
        "@",
        "",
    ]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)
markups = st.fixed_dictionaries(
    {},
    optional={
        "inline_keyboard": st.lists(
            st.lists(st.dictionaries(st.sampled_from(["text", "callback_data", "url", "pay"]), scalars), max_size=2),
            max_size=2,
        ),
        "keyboard": st.lists(
            st.lists(st.dictionaries(st.sampled_from(["text", "request_location"]), scalars) | texts, max_size=2),
            max_size=2,
        ),
        "force_reply": scalars,
        "selective": scalars,
    },
)
entities = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["bold", "text_link", "text_mention", "x"]),
            "offset": st.integers(-2, 9),
            "length": st.integers(-2, 9),
        },
        optional={"url": texts, "user": values},
    ),
    max_size=3,
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    method = draw(st.sampled_from(METHODS))
    shape = method_schema(method)
    assert shape is not None
    optional = (
        st.lists(st.sampled_from(sorted(shape.readers)), max_size=5, unique=True) if shape.readers else st.just([])
    )
    names = draw(optional) + sorted(shape.required)
    fields = {}
    for name in names:
        sensible = {
            "chat_id": st.sampled_from(["siti", "office", "led"]),
            "from_chat_id": st.sampled_from(["siti", "office", "led"]),
            "user_id": st.sampled_from(["siti", "budi"]),
            "message_id": st.integers(0, 6),
            "message_ids": st.lists(st.integers(0, 6), max_size=4),
            "parse_mode": st.sampled_from(["HTML", "MarkdownV2", "Markdown", "x"]),
            "reply_markup": markups,
            "entities": entities,
            "caption_entities": entities,
        }.get(name, values)
        fields[name] = draw(sensible | values if draw(st.integers(0, 4)) == 0 else sensible)
    return method, fields


async def test_random_calls_never_yield_a_500(
    sandbox: Sandbox, siti: Person, budi: Person, office: Group, led: Group
) -> None:
    await led.change("promote", rights=dict.fromkeys(ADMINISTRATOR_RIGHTS, True))
    sandbox.world.strict = False
    await siti.send("satu")
    await siti.send("/dua", chat=office)
    await siti.send(photo=True)
    ids = {"siti": siti.id, "budi": budi.id, "office": office.id, "led": led.id}
    async with aiohttp.ClientSession() as http:
        await _run(sandbox, http, ids)
    assert (await siti.screen()).messages is not None, "and people can still look at their chats"


async def _run(sandbox: Sandbox, http: aiohttp.ClientSession, ids: dict[str, int]) -> None:
    """Drive hypothesis from inside the running loop: each example is awaited in the loop that serves it."""
    loop = asyncio.get_running_loop()

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(call=calls())
    def example(call: tuple[str, dict[str, Any]]) -> None:
        asyncio.run_coroutine_threadsafe(_one(sandbox, http, ids, call), loop).result(30)

    await loop.run_in_executor(None, example)


async def _one(
    sandbox: Sandbox, http: aiohttp.ClientSession, ids: dict[str, int], call: tuple[str, dict[str, Any]]
) -> None:
    method, fields = call
    body = {k: ids.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}
    url = f"{sandbox.url}/bot{sandbox.token}/{method}"
    as_form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
    async with http.post(url, json=body) as response:
        answer = await response.json()
        assert response.status in ALLOWED, (method, body, answer)
        assert answer["ok"] is (response.status == 200)
    async with http.post(url, data=as_form) as response:
        assert response.status in ALLOWED, (method, as_form, await response.text())


async def test_malformed_requests(sandbox: Sandbox, siti: Person) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    bodies: list[tuple[bytes, str]] = [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b'{"chat_id":1e400}', "application/json"),
        (b'{"chat_id":NaN,"text":"x"}', "application/json"),
        (b'{"chat_id":1,"text":"\\ud800"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"chat_id=%ff&text=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"chat_id=1&reply_markup=" + b"[" * 5000, "application/x-www-form-urlencoded"),
        (b"chat_id=1&text=" + b"x" * 900_000, "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"chat_id=1", "application/x-www-form-urlencoded; charset=klingon"),
    ]
    async with aiohttp.ClientSession() as http:
        for body, kind in bodies:
            async with http.post(url, data=body, headers={"Content-Type": kind}) as response:
                assert 400 <= response.status < 500, (body[:40], kind, await response.text())
        async with http.get(url, params={"chat_id": str(siti.id), "text": "GET"}) as response:
            assert response.status == 200
