"""A bot in a process of its own that is killed without warning and started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Mortal:
    """Starts the programme, kills it with SIGKILL, starts it again, all on one database.

    Each life is a fork of one process that has imported the programme and opened nothing (unpaced.py): importing takes
    longer than what is under test.
    """

    def __init__(self, config: Path, environment: dict[str, str]) -> None:
        self._config = config
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        self._parent: asyncio.subprocess.Process | None = None
        self._life: int | None = None
        self.deaths = 0

    async def start(self) -> None:
        """Start the programme."""
        if self._parent is None:
            self._parent = await asyncio.create_subprocess_exec(
                sys.executable, "-W", "error", str(Path(__file__).with_name("unpaced.py")), str(self._config),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=self._environment, cwd=ROOT,
            )  # fmt: skip
        assert self._parent.stdin is not None
        self._parent.stdin.write(b"start\n")
        self._life = await self._told()

    def kill(self) -> None:
        """Kill it where it stands; nothing is awaited, so that it dies within the very turn of the loop."""
        assert self._life is not None
        os.kill(self._life, signal.SIGKILL)

    async def dead(self) -> None:
        """Return once it is gone after `kill`."""
        assert await self._told() == -signal.SIGKILL, "it died by itself"
        self._life = None
        self.deaths += 1

    async def stop(self) -> int:
        """Stop it as an operator does and return its exit code; 0 when it is stopped already."""
        code = 0
        if self._life is not None:
            os.kill(self._life, signal.SIGTERM)
            self._life, code = None, await self._told()
        if self._parent is not None and self._parent.stdin is not None:
            self._parent.stdin.close()
            await asyncio.wait_for(self._parent.wait(), 60)
            self._parent = None
        return code

    async def _told(self) -> int:
        """Return the next number that the parent writes: a life's process id, then how it ended."""
        assert self._parent is not None
        assert self._parent.stdout is not None
        return int(await asyncio.wait_for(self._parent.stdout.readline(), 120))
