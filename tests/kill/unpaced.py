"""The programme as `taprose run` starts it, without Telegram's pace, so that many things are under way when it dies."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import uvloop

from bot import logs
from bot.app import App
from bot.config import load
from bot.pacing import UNPACED


async def main(config: Path) -> None:
    """Run until stopped or killed."""
    app = App(load(config, os.environ), limits=UNPACED)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    await app.run()


if __name__ == "__main__":
    logs.set_up(level="ERROR")
    uvloop.run(main(Path(sys.argv[1]))) if sys.platform != "win32" else asyncio.run(main(Path(sys.argv[1])))
