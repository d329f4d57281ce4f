"""The answer that is written in one go leans on how aiohttp uses a response; an upgrade of aiohttp must not change it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from sandbox import Person, Sandbox
from sandbox.api import replies

ASKED_OF_A_RESPONSE = {"prepare", "write_eof", "keep_alive", "__class__", "__http_exception__"}


class Watched(replies.FastResponse):
    """Notes what is read from it."""

    def __init__(self, result: Any) -> None:
        super().__init__(result)
        self.seen: set[str] = set()

    def __getattribute__(self, name: str) -> Any:
        if name not in ("_answer", "seen"):
            super().__getattribute__("seen").add(name)
        return super().__getattribute__(name)


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()
    await writer.wait_closed()


async def answer_to(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """The status line, headers and body of the next answer on a connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    return head[0], headers, await reader.readexactly(int(headers["content-length"]))


async def test_aiohttp_asks_of_a_response_what_ours_gives() -> None:
    made: list[Watched] = []

    async def handle(_: web.Request) -> web.StreamResponse:
        made.append(Watched({"n": len(made)}))
        return made[-1]

    app = web.Application()
    app.router.add_post("/", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with connection(runner.addresses[0][1]) as (reader, writer):
        for _ in range(2):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            await answer_to(reader)
    await runner.cleanup()
    asked = made[0].seen - {"_answer"}
    assert asked <= ASKED_OF_A_RESPONSE, (
        f"aiohttp now also uses {sorted(asked - ASKED_OF_A_RESPONSE)} of a response: "
        "give them in FastResponse of sandbox/api/replies.py, or use web.Response there"
    )


async def test_fast_and_plain_answers_say_the_same(sandbox: Sandbox, siti: Person) -> None:
    """An answer on a connection that stays open, two in a row, and one on a connection that is to be closed."""
    port = int(sandbox.url.rpartition(":")[2])
    body = json.dumps({"chat_id": siti.id, "action": "typing"})
    head = f"POST /bot{sandbox.token}/sendChatAction HTTP/1.1\r\nHost: x\r\n"
    rest = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    async with connection(port) as (reader, writer):
        writer.write((head + rest).encode() * 2)
        fast = [await answer_to(reader) for _ in range(2)]
        writer.write((head + "Connection: close\r\n" + rest).encode())
        plain = await answer_to(reader)
        assert await reader.read() == b"", "and the connection was closed"
    for status, headers, content in (*fast, plain):
        assert status == "HTTP/1.1 200 OK"
        assert headers["content-type"].startswith("application/json")
        assert "date" in headers
        assert json.loads(content) == {"ok": True, "result": True}
