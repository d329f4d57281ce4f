"""A proxy before a PostgreSQL server that loses the answer to a COMMIT."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_COMMIT = b"COMMIT;"


class Proxy:
    """Passes everything on, both ways. `lose_commit` has the next commit done and its answer lost with the connection."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._armed = False
        self._connections: set[asyncio.Task[None]] = set()
        self.port = 0
        self.lost = 0
        """How many answers have been lost."""

    def lose_commit(self) -> None:
        """Have the server commit next time, and nobody hear of it."""
        self._armed = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        theirs, ours = await asyncio.open_connection("127.0.0.1", self._target)
        losing = asyncio.Event()
        up = asyncio.create_task(self._up(reader, ours, losing))
        down = asyncio.create_task(self._down(theirs, writer, losing))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            up.cancel()
            down.cancel()
            for side in (writer, ours):
                side.close()

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, losing: asyncio.Event) -> None:
        while data := await reader.read(65_536):
            if self._armed and _COMMIT in data:
                self._armed = False
                losing.set()
            writer.write(data)
            await writer.drain()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, losing: asyncio.Event) -> None:
        while data := await reader.read(65_536):
            if losing.is_set():
                self.lost += 1
                return
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def proxied(port: int) -> AsyncIterator[Proxy]:
    """Put a proxy before the server on a port of 127.0.0.1."""
    proxy = Proxy(port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
