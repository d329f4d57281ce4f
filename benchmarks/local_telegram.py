"""How many calls a second the local Telegram answers, beside a bare aiohttp handler that returns a constant.

    python benchmarks/local_telegram.py [--seconds 1] [--rounds 9]

Both servers run in processes of their own and get the same bytes from the same raw client, in turns. The bar: at least
half of the bare handler's rate, at 1 and at 16 clients, for `sendMessage` with an inline keyboard, as JSON and as a form.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import multiprocessing
import statistics
import time
from multiprocessing.connection import Connection
from urllib.parse import urlencode

PERSON = 5_000_000_001
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Terima", "callback_data": "1:accept:42"}, {"text": "Tanya", "callback_data": "1:ask:42"}]
    ]
}
CALL = {"chat_id": PERSON, "text": "Laporan TBN-26-000042-X diterima.", "reply_markup": KEYBOARD}
BAR = 0.5


def serve_sandbox(ready: Connection) -> None:
    from sandbox import Sandbox

    async def main() -> None:
        async with Sandbox(strict=False) as sandbox:
            await sandbox.client.person("Siti", id=PERSON, started=True)
            # What was imported stays; a server in a process of its own has no reason to walk through it.
            gc.collect()
            gc.freeze()
            ready.send((sandbox.url, sandbox.token))
            await asyncio.Event().wait()

    asyncio.run(main())


def serve_bare(ready: Connection) -> None:
    from aiohttp import web

    body = json.dumps(
        {
            "ok": True,
            "result": {"message_id": 1, "date": 1, "chat": {"id": PERSON, "type": "private"}, "text": CALL["text"]},
        }
    )

    async def handle(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    async def main() -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ready.send((f"http://127.0.0.1:{runner.addresses[0][1]}", "1:bare"))
        await asyncio.Event().wait()

    asyncio.run(main())


def request_bytes(token: str, method: str, call: dict[str, object], *, form: bool) -> bytes:
    if form:
        fields = {k: v if isinstance(v, str) else json.dumps(v) for k, v in call.items()}
        body, kind = urlencode(fields).encode(), "application/x-www-form-urlencoded"
    else:
        body, kind = json.dumps(call).encode(), "application/json"
    head = f"POST /bot{token}/{method} HTTP/1.1\r\nHost: telegram\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def hammer(port: int, request: bytes, until: float) -> int:
    """Send the same request over one connection until the time is up; return how many were answered with 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        done += 1
    writer.close()
    return done


async def rate(port: int, request: bytes, clients: int, seconds: float) -> float:
    started = time.perf_counter()
    counts = await asyncio.gather(*(hammer(port, request, started + seconds) for _ in range(clients)))
    return sum(counts) / (time.perf_counter() - started)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=1.0)
    options.add_argument("--rounds", type=int, default=9)
    chosen = options.parse_args()
    context = multiprocessing.get_context("spawn")
    servers = {}
    processes = []
    for name, target in (("bare aiohttp", serve_bare), ("local Telegram", serve_sandbox)):
        ours, theirs = context.Pipe()
        process = context.Process(target=target, args=(theirs,), daemon=True)
        process.start()
        processes.append(process)
        servers[name] = ours.recv()
    try:
        report(servers, chosen.seconds, chosen.rounds)
    finally:
        for process in processes:
            process.terminate()


def report(servers: dict[str, tuple[str, str]], seconds: float, rounds: int) -> None:
    print(f"{'call':28} {'clients':>7} {'bare aiohttp':>13} {'local Telegram':>15} {'ratio':>6}")
    worst = float("inf")
    for label, method, call, form in (
        ("sendMessage, JSON", "sendMessage", CALL, False),
        ("sendMessage, form", "sendMessage", CALL, True),
        ("getMe", "getMe", {}, False),
    ):
        for clients in (1, 16):
            rates: dict[str, list[float]] = {name: [] for name in servers}
            for _ in range(rounds):
                for name, (url, token) in servers.items():
                    port = int(url.rpartition(":")[2])
                    request = request_bytes(token, method, call, form=form)
                    rates[name].append(asyncio.run(rate(port, request, clients, seconds)))
            bare, ours = (statistics.median(rates[name]) for name in ("bare aiohttp", "local Telegram"))
            # Each round beside the one before it: on a busy machine a rate alone says little.
            pairs = zip(rates["local Telegram"], rates["bare aiohttp"], strict=True)
            ratio = statistics.median(mine / other for mine, other in pairs)
            worst = min(worst, ratio)
            print(f"{label:28} {clients:7} {bare:11.0f}/s {ours:13.0f}/s {ratio:6.2f}")
    print(f"bar {BAR}: {'kept' if worst >= BAR else 'MISSED'} ({worst:.2f})")


if __name__ == "__main__":
    main()
