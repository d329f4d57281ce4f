"""A proxy before a PostgreSQL server that loses the answer to a COMMIT, or stops carrying anything without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_COMMIT = b"COMMIT;"


class Proxy:
    """Passes everything on, both ways, until it is told to lose something."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._armed = False
        self._ends_connection = True
        self._silent = False
        self._lines: set[Line] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self.port = 0
        self.lost = 0
        """How many answers have been lost."""

    def lose_commit(self, *, ends_connection: bool = True) -> None:
        """Have the server commit next time, and nobody hear of it; the connection ends with it, or only goes silent."""
        self._armed, self._ends_connection = True, ends_connection

    def go_silent(self) -> None:
        """Carry nothing any more on any connection, open or to come, and end none: a firewall that drops packets."""
        self._silent = True
        for line in self._lines:
            line.silent = True

    def carry_new(self) -> None:
        """Carry new connections again; those that went silent stay so."""
        self._silent = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        theirs, ours = await asyncio.open_connection("127.0.0.1", self._target)
        line = Line(silent=self._silent)
        self._lines.add(line)
        up = asyncio.create_task(self._up(line, reader, ours))
        down = asyncio.create_task(self._down(line, theirs, writer))
        ended = asyncio.create_task(self._ended.wait())
        await asyncio.wait({up, down, ended}, return_when=asyncio.FIRST_COMPLETED)
        self._lines.discard(line)
        for part in (up, down, ended):
            part.cancel()
        for side in (writer, ours):
            side.close()
        await asyncio.gather(up, down, ended, return_exceptions=True)
        self._carrying.discard(task)

    async def end(self) -> None:
        """End every connection."""
        self._ended.set()
        await asyncio.gather(*self._carrying)

    async def _up(self, line: "Line", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if self._armed and _COMMIT in data:
                self._armed = False
                line.losing = True
            if not line.silent:
                writer.write(data)
                await writer.drain()
        if line.silent:
            # The server is not told that its client has ended either.
            await asyncio.Event().wait()

    async def _down(self, line: "Line", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if line.losing:
                self.lost += 1
                line.losing = False
                if self._ends_connection:
                    return
                line.silent = True
            if not line.silent:
                writer.write(data)
                await writer.drain()
        if line.silent:
            await asyncio.Event().wait()


class Line:
    """One connection through the proxy."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent
        self.losing = False


@asynccontextmanager
async def proxied(port: int) -> AsyncIterator[Proxy]:
    """Put a proxy before the server on a port of 127.0.0.1; everything through it ends with the block."""
    proxy = Proxy(port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.end()
