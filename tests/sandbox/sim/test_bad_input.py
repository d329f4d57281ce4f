"""What is malformed, huge, or from the wrong place: answered with a sentence, never with a 500, and nothing breaks."""

from __future__ import annotations

import asyncio
import io
import json
import random
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import aiohttp
import pytest

from sandbox import Group, Person, Refused, Sandbox
from sandbox.support.events import EVENTS_KEPT

SCRIPT = "<script>document.title='jebol'</script><img src=x onerror=alert(1)>"
# What each request to /sim takes, and whatever may be given instead.
FIELDS = {
    "messages": "from chat_id text photo document voice sticker location venue contact poll dice album caption entities"
    " caption_entities reply_to quote forwarded_from forward edit delete bot",
    "taps": "from chat_id text data message_id forged location bot",
    "bots": "token username name privacy",
    "people": "first_name last_name username language_code id started bot",
    "accounts": "person_id deactivated",
    "groups": "title members owner bot admin supergroup id username",
    "members": "chat_id bot person_id action by rights admin invite_link",
    "permissions": "chat_id permissions",
    "blocks": "person_id blocked bot",
    "upgrades": "chat_id by new_id",
    "reactions": "from chat_id message_id emoji",
    "reads": "from chat_id message_id",
    "time": "to advance",
    "faults": "kind preset seed rate count methods chats bot seconds jitter status retry_after description",
    "settings": "privacy bot",
}
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    5,
    10**30,
    1.5,
    1e300,
    "",
    "x",
    "<b>",
    "@x",
    [],
    [1],
    ["a"],
    [[]],
    [{}],
    [{"photo": True}],
    [{"photo": 5}],
    {},
    {"latitude": 1, "longitude": 2},
    {"latitude": "x"},
    {"data": "!!"},
    {"file_name": 5, "width": "x"},
    {"size": -1},
    {"emoji": 5},
    {"value": "x"},
    {"chat_id": 1, "message_id": 1},
    "2026-01-01T00:00:00Z",
    "9999-12-31T23:59:59+00:00",
]


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_random_requests_to_sim_never_yield_a_500(
    sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person, office: Group
) -> None:
    await siti.send("satu")
    dice = random.Random(0)
    likely = [siti.id, office.id, 1, "add", "join", "restrict", "latency", "drop_after"]
    for _ in range(1500):
        path = dice.choice(list(FIELDS))
        names = FIELDS[path].split()
        body = {name: dice.choice(VALUES + likely * 3) for name in dice.sample(names, dice.randint(0, len(names)))}
        if "from" in names and dice.random() < 0.8:
            body |= {"from": siti.id, "chat_id": dice.choice([siti.id, office.id])}
        async with http.post(f"{sandbox.url}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.status in (200, 400, 403, 404, 409), (path, body, answer)
            assert ("error" in answer) is (response.status != 200), (path, body, answer)
    await sandbox.client.request("DELETE", "faults")
    for query in ("limit=-1", "limit=x", "after=1e999", "after=nan", "as=x", "as=1", "bot=nobody", "timeout=x"):
        async with http.get(f"{sandbox.url}/sim/chats/{siti.id}?{query}") as response:
            assert response.status in (200, 400, 404), query
    await siti.send("dua")
    assert (await siti.screen()).last.text == "dua", "and the world goes on"


async def test_a_clock_that_cannot_go_there_stays(sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    for wrong in ({"advance": 5e11}, {"advance": -5e11}, {"advance": "x"}, {"to": "9999-12-31T23:00:00+00:00"}):
        with pytest.raises(Refused):
            await sandbox.client.post("time", **wrong)
    assert sandbox.clock.now() == before


async def test_a_call_may_be_a_megabyte_besides_its_files(
    sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
    huge = "x" * (1024 * 1024)

    async def trickle() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    parts = aiohttp.FormData(dict.fromkeys(("text", "caption", "title"), huge[:400000]))
    parts.add_field("berkas", b"1", filename="a.txt")
    as_json, as_form = ({"Content-Type": f"application/{kind}"} for kind in ("json", "x-www-form-urlencoded"))
    sendings: list[dict[str, Any]] = [
        {"data": io.BytesIO(json.dumps({"chat_id": siti.id, "text": huge}).encode()), "headers": as_json},
        {"data": io.BytesIO(f"chat_id={siti.id}&text={huge}".encode()), "headers": as_form},
        {"data": trickle(), "headers": as_json},
        {"data": parts},
    ]
    for sending in sendings:
        async with http.post(url, **sending) as response:
            assert response.status == 413
            body = await response.json()
            assert body["description"] == "Request Entity Too Large: too much parameters"
    async with http.post(url, json={"chat_id": siti.id, "text": "masih"}) as response:
        assert response.status == 200


async def test_a_body_that_is_no_json_counts_as_none_and_is_noted(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    for body in (b"{", b"[1]", b'"x"', b"\xff"):
        headers = {"Content-Type": "application/json"}
        async with http.post(f"{sandbox.url}/bot{sandbox.token}/getMe", data=body, headers=headers) as response:
            assert response.status == 200
    unknown = (await sandbox.client.get("log"))["unknown"]
    assert unknown == [{"method": "getMe", "parameter": "(body)"}]


async def test_html_is_only_ever_text(sandbox: Sandbox, http: aiohttp.ClientSession, aio: aiogram.Bot) -> None:
    villain = await sandbox.client.person(SCRIPT, started=True)
    group = await sandbox.client.group(SCRIPT, [villain])
    await villain.send(SCRIPT)
    await aio.send_message(group.id, SCRIPT)
    assert (await villain.screen()).last.text == SCRIPT
    for path in ("/", "/page/settings.json"):
        async with http.get(sandbox.url + path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert SCRIPT not in await response.text()
    for path in ("/sim/chats", f"/sim/chats/{villain.id}", "/sim/log"):
        async with http.get(sandbox.url + path) as response:
            assert response.content_type == "application/json"
    await villain.send(document={"file_name": "x.html", "mime_type": "text/html"})
    file = (await villain.screen()).last.view["file"]["url"]
    async with http.get(sandbox.url + file) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_another_sites_page_cannot_play_here(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    for origin, status in (("https://jahat.test", 403), ("null", 403), (sandbox.url, 200)):
        headers = {"Origin": origin}
        async with http.post(f"{sandbox.url}/sim/people", json={"first_name": "x"}, headers=headers) as response:
            assert response.status == status, origin


async def test_thousands_of_chats(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    sandbox.world.strict = False
    bot = sandbox.world.default_bot()
    for number in range(3000):
        person = sandbox.world.add_person(f"Warga {number}")
        bot.started_by.add(person.id)
        chat = sandbox.world.private_chat(bot, person)
        for _ in range(3):
            sandbox.world.add_message(chat, bot, {"text": "hai"})
    for _ in range(2000):
        sandbox.world.add_message(sandbox.world.private_chat(bot, sandbox.world.people[siti.id]), bot, {"text": "hai"})
    seen = await sandbox.client.get("chats")
    assert len(seen["chats"]) == 3001
    unread = {chat["id"]: chat["unread"] for chat in seen["chats"]}
    assert (unread[siti.id], unread[person.id]) == (999, 3), "a badge has no room for more than 999"
    assert len((await siti.screen()).messages) == 200
    await aio.send_message(person.id, "terakhir")
    last = await sandbox.client.screen(person.id)
    assert last.last.text == "terakhir"


async def read_events(stream: aiohttp.ClientResponse, until: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while not events or events[-1]["type"] != until:
            block = await stream.content.readuntil(b"\n\n")
            if b"data: " in block:
                events.append(json.loads(block.partition(b"data: ")[2]))
    return events


async def test_two_browsers_see_the_same(sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person) -> None:
    url = f"{sandbox.url}/sim/events"
    async with http.get(url) as first, http.get(url) as second:
        for stream in (first, second):
            await stream.content.readuntil(b"\n\n")
        await siti.send("halo")
        await sandbox.client.post("time", advance=60)
        seen = [await read_events(stream, "time") for stream in (first, second)]
    assert seen[0] == seen[1]
    assert [event["type"] for event in seen[0]] == ["message", "time"]


async def test_a_page_left_open_for_a_day_catches_up_with_what_is_kept(
    sandbox: Sandbox, http: aiohttp.ClientSession, siti: Person
) -> None:
    before = sandbox.world.events.last
    for _ in range(EVENTS_KEPT + 500):
        sandbox.world.events.publish("action", chat_id=siti.id)
    await sandbox.client.post("time", advance=24 * 3600)
    async with http.get(f"{sandbox.url}/sim/events", headers={"Last-Event-ID": str(before)}) as stream:
        events = await read_events(stream, "time")
    assert len(events) == EVENTS_KEPT, "the numbers show what is missing: the page loads its chats anew"
    assert events[0]["seq"] > before + 1
    assert [event["seq"] for event in events] == list(range(events[0]["seq"], events[-1]["seq"] + 1))
