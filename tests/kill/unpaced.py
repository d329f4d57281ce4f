"""The programme as `taprose run` starts it, without Telegram's pace, so that many things are under way when it dies.

For each line on the standard input a life is forked; its process id is written, and how it ended once it has.
"""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Callable, Coroutine
from pathlib import Path

import uvloop

from bot.app import App
from bot.settings.loading import load
from bot.support import set_up_logging
from bot.telegram import UNPACED


async def main(config: Path) -> None:
    """Run until stopped or killed."""
    set_up_logging(level="ERROR")
    app = App(load(config, os.environ), limits=UNPACED)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    await app.run()


def live(run: Callable[[Path], Coroutine[object, object, None]], config: Path) -> None:
    """Run in a process of its own; tell its id, and how it ended."""
    life = os.fork()
    if life == 0:
        # A life neither takes the parent's orders nor writes among its numbers.
        os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        try:
            uvloop.run(run(config))
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    print(life, flush=True)
    _, status = os.waitpid(life, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    for _line in sys.stdin:
        live(main, Path(sys.argv[1]))
