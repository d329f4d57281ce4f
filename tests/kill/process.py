"""A bot in a process of its own that is killed without warning and started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Mortal:
    """Starts the programme, kills it with SIGKILL, starts it again, all on one database."""

    def __init__(self, config: Path, environment: dict[str, str]) -> None:
        self._config = config
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        self._process: asyncio.subprocess.Process | None = None
        self.deaths = 0

    async def start(self) -> None:
        """Start the programme."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-W",
            "error",
            str(Path(__file__).with_name("unpaced.py")),
            str(self._config),
            env=self._environment,
            cwd=ROOT,
        )

    async def kill(self) -> None:
        """Kill it where it stands."""
        process = self._process
        assert process is not None
        assert process.returncode is None, f"it died by itself with {process.returncode}"
        process.send_signal(signal.SIGKILL)
        await process.wait()
        self.deaths += 1

    async def stop(self) -> int:
        """Stop it as an operator does and return its exit code."""
        process = self._process
        assert process is not None
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(process.wait(), 20)
