"""Contestant: this bot as `taprose run` puts it together, except that its courier may send as fast as it can.

Telegram's 30 messages a second would hide everything else, and no operator should be able to switch them off, so that it
is the composition root that is told, and not the configuration.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import uvloop

from bot.app import App
from bot.settings.loading import load
from bot.support import set_up_logging
from bot.telegram import UNPACED


async def main(config: Path) -> None:
    """Run until SIGTERM."""
    app = App(load(config, os.environ), limits=UNPACED)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    await app.run()


if __name__ == "__main__":
    set_up_logging()
    uvloop.run(main(Path(sys.argv[1])))
