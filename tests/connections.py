"""Waiting for SQLite's connection threads, so that none speaks to an event loop that is already closed."""

import asyncio
import threading

PATIENCE = 1.0
"""Seconds for a thread to end; one that nobody told to end is left alone after that."""


async def connections_end() -> None:
    """Let connections that were closed, or dropped in the middle of a call, answer while the loop still stands."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, PATIENCE)
