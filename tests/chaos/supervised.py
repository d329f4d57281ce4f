"""The bot's process with somebody who starts it again whenever it has ended, as systemd does."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.chaos.life import DIES_AFTER_COMMIT, ENDED_BY_ITSELF

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
"""A stop waits for what is in hand, and a busy machine starts slowly; what hangs hangs for ever."""
RESTART_SECONDS = 0.5
"""Between the end of a life that ended by itself and the next one, as systemd's RestartSec."""


class Supervised:
    """Starts the bot and keeps it going until `stop`. `ends` holds how each life ended, as exit codes."""

    def __init__(self, config: Path, clock: Path, log: Path, environment: dict[str, str]) -> None:
        self._command = (str(Path(__file__).with_name("life.py")), str(config), str(clock))
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        self._log = log
        self._parent: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._life: int | None = None
        self._stopping = False
        self._changed = asyncio.Condition()
        self.ends: list[int] = []

    async def start(self) -> None:
        """Start it and keep it going."""
        with self._log.open("ab") as output:
            self._parent = await asyncio.create_subprocess_exec(
                sys.executable, "-W", "error", *self._command,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=output,
                env=self._environment, cwd=ROOT,
            )  # fmt: skip
        self._keeping = asyncio.create_task(self._keep())

    async def kill(self) -> None:
        """Kill it where it stands; one that is just being started first begins to live."""
        await self._alive()
        self._signal(signal.SIGKILL)

    async def kill_after_commit(self) -> None:
        """Have it die as soon as its next transaction is committed."""
        await self._alive()
        self._signal(DIES_AFTER_COMMIT)

    async def restart(self) -> None:
        """Stop it as an operator does and return once the next life has begun."""
        await self._alive()
        lived = len(self.ends)
        self._signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.ends) > lived and self._life is not None)

    async def stop(self) -> None:
        """Stop it and start it no more."""
        self._stopping = True
        self._signal(signal.SIGTERM)
        if self._parent is not None and self._parent.stdin is not None:
            self._parent.stdin.close()
            await asyncio.wait_for(self._parent.wait(), PATIENCE)
        if self._keeping is not None:
            await self._keeping

    async def _alive(self) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: self._life is not None)

    def _signal(self, number: int) -> None:
        if self._life is not None:
            with suppress(ProcessLookupError):
                os.kill(self._life, number)

    async def _keep(self) -> None:
        assert self._parent is not None
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        while not self._stopping:
            if self.ends and self.ends[-1] == ENDED_BY_ITSELF:
                await asyncio.sleep(RESTART_SECONDS)
            self._parent.stdin.write(b"start\n")
            for is_born in (True, False):
                told = await self._parent.stdout.readline()
                if not told:
                    return
                async with self._changed:
                    if is_born:
                        self._life = int(told)
                    else:
                        self._life = None
                        self.ends.append(int(told))
                    self._changed.notify_all()
