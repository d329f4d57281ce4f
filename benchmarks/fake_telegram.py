"""A Bot API server that costs almost nothing, with citizens who talk to whatever bot polls it.

Run as a process of its own. It speaks HTTP/1.1 straight on asyncio's transports, and prints one JSON object a line:
`listening` (with the URL), `polled` (the bot's first getUpdates), `began` and `ended` of the measured phase, or `stuck`.
It ends when its standard input is closed.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from itertools import count
from typing import Any

import bot_api
import uvloop
from citizens import Crowd

BATCH = 100
"""Updates that one getUpdates answers at most, as Telegram."""
STUCK_AFTER = 15.0
"""Seconds without any expected answer after which a run is given up."""
WARM_UP_LIMIT = 10.0
"""Seconds after which a slow bot counts as warm."""
POLLS_WITHIN = 30.0
"""Seconds that a bot has for its first poll."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)")
_KIND = re.compile(rb"\r\ncontent-type: *([^\r]+)")


def tell(event: str, **facts: Any) -> None:
    """Print one event for whoever started this process, with the monotonic time."""
    print(json.dumps({"event": event, "at": time.monotonic(), **facts}), flush=True)


class Telegram:
    """Updates that wait for the bot, the poll that waits for updates, and the citizens behind both."""

    def __init__(self, people: int, flows: int, warm_up: int, seconds: float, delay: float) -> None:
        self.delay = delay
        self._flows = flows
        self._warm_up = warm_up
        self._seconds = seconds
        self._phase = "onboarding"
        self._filed = 0
        self._updates: list[bytes] = []
        self._first = 1
        self._ids = count(1)
        self._poll: tuple[Connection, int] | None = None
        self._polled = False
        self._busy_from = 0.0
        self._owed = 0
        self.crowd = Crowd(people, self.deliver, self._onboarded, self._one_filed)

    def deliver(self, message: dict[str, Any]) -> None:
        """Queue a message as an update; it leaves with the next poll, at the end of this turn of the loop."""
        update = {"update_id": next(self._ids), "message": message}
        self._updates.append(json.dumps(update, separators=(",", ":")).encode())
        if self._poll is not None:
            asyncio.get_running_loop().call_soon(self._answer_poll)

    def call(self, connection: "Connection", method: str, asked: dict[str, Any]) -> None:
        """Answer one call of the bot, now or, for a poll and a delayed send, later."""
        if method == "getupdates":
            self._take_poll(connection, asked)
            return
        self.crowd.count_call(int(asked.get("chat_id") or 0), method)
        answer = json.dumps({"ok": True, "result": bot_api.result(method, asked)}).encode()
        if not method.startswith(("send", "edit", "delete", "answer", "copy")):
            connection.write(answer)
            return
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, connection.write, answer)
        else:
            connection.write(answer)
        if method.startswith("send"):
            self.crowd.hear(int(asked.get("chat_id", 0)), bot_api.said(asked))
            self._end_if_caught_up()

    def _take_poll(self, connection: "Connection", asked: dict[str, Any]) -> None:
        offset = int(asked.get("offset") or 0)
        if offset > self._first:
            del self._updates[: offset - self._first]
            self._first = offset
        self._release_poll()
        timeout = float(asked.get("timeout") or 0)
        limit = min(int(asked.get("limit") or BATCH), BATCH)
        if self._updates or not timeout:
            connection.write(self._batch(limit))
        else:
            self._poll = (connection, limit)
            asyncio.get_running_loop().call_later(timeout, self._give_up, connection)
        if not self._polled:
            self._polled = True
            tell("polled")
            if self.crowd.citizens:
                self.crowd.onboard()

    def _batch(self, limit: int) -> bytes:
        return b'{"ok":true,"result":[' + b",".join(self._updates[:limit]) + b"]}"

    def _answer_poll(self) -> None:
        if self._poll is not None and self._updates:
            connection, limit = self._poll
            self._poll = None
            connection.write(self._batch(limit))

    def _release_poll(self) -> None:
        if self._poll is not None:
            connection, _ = self._poll
            self._poll = None
            connection.write(b'{"ok":true,"result":[]}')

    def _give_up(self, connection: "Connection") -> None:
        if self._poll is not None and self._poll[0] is connection:
            self._release_poll()

    def gone(self, connection: "Connection") -> None:
        """Forget the poll of a connection that was closed."""
        if self._poll is not None and self._poll[0] is connection:
            self._poll = None

    def _onboarded(self) -> None:
        self._phase = "warm-up"
        asyncio.get_running_loop().call_later(WARM_UP_LIMIT, self._begin)
        self.crowd.file()

    def _one_filed(self) -> None:
        self._filed += 1
        if self._phase == "warm-up" and self._filed >= self._warm_up:
            self._begin()
        elif self._phase == "measured" and self._filed >= self._flows:
            self._pause()

    def _begin(self) -> None:
        if self._phase != "warm-up":
            return
        self._phase, self._filed = "measured", 0
        self._busy_from = time.process_time()
        self._owed = self.crowd.owed
        self.crowd.measure()
        tell("began")
        asyncio.get_running_loop().call_later(self._seconds, self._pause)

    def _pause(self) -> None:
        if self._phase == "measured":
            self._phase = "catching up"
            self.crowd.pause()
            self._end_if_caught_up()

    def _end_if_caught_up(self) -> None:
        # A bot that puts the groups' cards off pays for them too: it ends owing no more of them than when it began.
        if self._phase != "catching up" or self.crowd.owed > self._owed:
            return
        self._phase = "over"
        figures = self.crowd.stop()
        busy = (time.process_time() - self._busy_from) / (figures.ended - figures.started)
        seconds = figures.ended - figures.started
        tell("ended", busy=busy, seconds=seconds, latencies=figures.latencies, calls=figures.calls)

    async def watch(self) -> None:
        """Report the run as stuck when nothing moves any more."""
        while True:
            await asyncio.sleep(1)
            patience = STUCK_AFTER if self._polled else POLLS_WITHIN
            waits = self._phase != "over" and (self.crowd.citizens or not self._polled)
            if waits and time.monotonic() - self.crowd.progressed_at > patience:
                tell(
                    "stuck",
                    polled=self._polled,
                    phase=self._phase,
                    owed=self.crowd.owed,
                    citizens=self.crowd.stuck()[:3],
                )
                return


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection: requests with a known length, answered with JSON, kept alive."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:
        """A bot that hangs up waits for nothing any more."""
        self._transport = None
        self._telegram.gone(self)

    def data_received(self, data: bytes) -> None:
        """Take every request that has arrived in full."""
        self._received += data
        while True:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._received[:end])
            lowered = head.lower()
            length = _LENGTH.search(lowered)
            if length is None and b"\r\ntransfer-encoding: chunked" in lowered:
                body, consumed = _chunks(self._received, end + 4)
                if consumed < 0:
                    return
            else:
                consumed = end + 4 + (int(length.group(1)) if length else 0)
                if len(self._received) < consumed:
                    return
                body = bytes(self._received[end + 4 : consumed])
            del self._received[:consumed]
            kind = _KIND.search(lowered)
            path, _, query = head.split(b" ", 2)[1].partition(b"?")
            method = path.rsplit(b"/", 1)[1].decode().lower()
            self._telegram.call(self, method, bot_api.parameters(kind.group(1) if kind else b"", query, body))

    def write(self, body: bytes) -> None:
        """Answer with JSON, if anyone is still there."""
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


def _chunks(received: bytearray, start: int) -> tuple[bytes, int]:
    """Return a chunked body and where it ends, or -1 while some of it is missing."""
    body = bytearray()
    while True:
        line = received.find(b"\r\n", start)
        if line < 0:
            return b"", -1
        size = int(received[start:line].split(b";")[0], 16)
        start = line + 2 + size + 2
        if len(received) < start:
            return b"", -1
        body += received[line + 2 : line + 2 + size]
        if not size:
            return bytes(body), start


async def main() -> None:
    """Serve until standard input is closed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=0, help="citizens; none only waits for the first poll")
    options.add_argument("--flows", type=int, default=0, help="reports filed in the measured phase")
    options.add_argument("--seconds", type=float, default=60, help="the longest that phase may take")
    options.add_argument("--warm-up", type=int, default=0, help="reports filed before it")
    options.add_argument("--delay-ms", type=float, default=0, help="time that each send takes to be answered")
    chosen = options.parse_args()
    loop = asyncio.get_running_loop()
    telegram = Telegram(chosen.people, chosen.flows, chosen.warm_up, chosen.seconds, chosen.delay_ms / 1000)
    server = await loop.create_server(lambda: Connection(telegram), "127.0.0.1", 0, backlog=1024)
    tell("listening", url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    watching = asyncio.create_task(telegram.watch())
    closed = asyncio.Event()
    loop.add_reader(sys.stdin, closed.set)
    await closed.wait()
    watching.cancel()
    server.close()


if __name__ == "__main__":
    uvloop.run(main())
