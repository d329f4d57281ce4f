"""Other processes of the tests: small programmes that use the project beside the test, and may be killed."""

import asyncio
import sys
import textwrap
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.engine import Database

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0


@asynccontextmanager
async def programme(source: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run Python source as a process of its own, with pipes; it is gone when the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        textwrap.dedent(source),
        *arguments,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(process: asyncio.subprocess.Process) -> str:
    """Return the next line that a process writes."""
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().strip()


async def output(process: asyncio.subprocess.Process) -> str:
    """Return all that a process writes until it ends well."""
    written, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, f"the process ended with {process.returncode}"
    return written.decode()


async def closed(database: Database) -> None:
    """Close a database that could not be opened, and wait for the driver's threads.

    The driver stops the thread of a failed connection without waiting for it; it would still speak to a closed loop.
    """
    await database.close()
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, PATIENCE)
