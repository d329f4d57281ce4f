"""The programme without Telegram's pace, on the local Telegram's clock, that can be told to die right after a commit.

How far that clock is from the machine's stands in a file that the test writes, as a float of eight bytes.
"""

import asyncio
import mmap
import os
import signal
import struct
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.app import App
from bot.settings.loading import load
from bot.support import set_up_logging
from bot.telegram import UNPACED, TelegramRefusesBot
from storage.errors import StorageError
from tests.kill.unpaced import live

DIES_AFTER_COMMIT = signal.SIGUSR1
ENDED_BY_ITSELF = 3
"""The exit code of a life that ended with a sentence for the operator."""


class SharedTime:
    """The local Telegram's time in another process. It jumps for the time of day alone: waiting is measured as ever."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._offset = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

    def now(self) -> datetime:
        """Return the present moment there, aware, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=struct.unpack("<d", self._offset[:8])[0])

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()


async def main(config: Path) -> None:
    """Run until stopped or killed."""
    set_up_logging(level="INFO")
    app = App(load(config, os.environ), time_source=SharedTime(Path(sys.argv[2])), limits=UNPACED)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, app.stop)
    loop.add_signal_handler(DIES_AFTER_COMMIT, _die_after_commit, app.database.engine.sync_engine)
    try:
        await app.run()
    except (TelegramRefusesBot, StorageError, OSError) as error:
        # As the command line does: the operator reads a sentence, and whatever watches the process starts it again.
        print(f"ended: {error}", file=sys.stderr, flush=True)
        os._exit(ENDED_BY_ITSELF)


def _die_after_commit(engine: sa.Engine) -> None:
    """Die once the next transaction is committed, before anything is made of it.

    The event "commit" comes just before; the connection is given back just after.
    """
    committed = False

    def commits(_connection: object) -> None:
        nonlocal committed
        committed = True

    def is_over(*_event: object) -> None:
        if committed:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(engine, "commit", commits)
    sa.event.listen(engine, "checkin", is_over)


if __name__ == "__main__":
    for _line in sys.stdin:
        live(main, Path(sys.argv[1]))
