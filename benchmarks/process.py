"""Processes under measurement: started on a core of their own, read through /proc, and always ended."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
GRACE = 15.0
"""Seconds a contestant has to leave after SIGTERM."""
GLANCE = 0.25
"""Seconds between looks at whether the bot still runs."""


def cores() -> tuple[int | None, int | None]:
    """Return the core of the contestant and that of the fake server, or nothing where there is only one."""
    allowed = sorted(os.sched_getaffinity(0))
    return (allowed[0], allowed[1]) if len(allowed) > 1 else (None, None)


def pin(pid: int, core: int | None) -> None:
    """Keep a process, and the threads it will start, on one core."""
    if core is not None:
        os.sched_setaffinity(pid, {core})


@dataclass(frozen=True, slots=True)
class Command:
    """How to start a contestant: arguments, and what to add to the environment."""

    arguments: list[str]
    environment: Mapping[str, str]


@dataclass(slots=True)
class Running:
    """A started process."""

    process: subprocess.Popen[bytes]
    started_at: float

    @property
    def cpu(self) -> float:
        """CPU seconds of the process so far, user and system, all of its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, kind: str) -> int:
        """Return bytes of memory: "VmHWM" for the peak, "VmRSS" for now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(kind):
                return int(line.split()[1]) * 1024
        return 0


@contextmanager
def running(command: Command, core: int | None, log: Path) -> Iterator[Running]:
    """Start a process, its output going to `log`; end it politely, then not, on the way out."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **command.environment}
    with log.open("wb") as output:
        started_at = time.monotonic()
        process = subprocess.Popen(
            command.arguments, cwd=ROOT, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            pin(process.pid, core)
            yield Running(process, started_at)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class FakeTelegram:
    """The fake server's process, and the events it tells."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        self._events = process.stdout.fileno()
        self._told = b""
        self.url = str(self.wait("listening")["url"])

    def wait(self, event: str, bot: Running | None = None) -> dict[str, Any]:
        """Return the next event, which has to be this one.

        Raises Stuck with the server's account of it when the citizens wait in vain, or as soon as the bot has ended.
        """
        while b"\n" not in self._told:
            ready, _, _ = select.select([self._events], [], [], GLANCE)
            more = os.read(self._events, 1 << 20) if ready else b""
            self._told += more
            if ready and not more:
                raise Stuck("the fake server ended")
            if not ready and bot is not None and bot.process.poll() is not None:
                raise Stuck(f"the bot ended with {bot.process.returncode}")
        line, _, self._told = self._told.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        if told["event"] != event:
            raise Stuck(json.dumps(told, ensure_ascii=False))
        return told


class Stuck(Exception):
    """The bot stopped giving the expected answers."""


@contextmanager
def fake_telegram(core: int | None, *options: str) -> Iterator[FakeTelegram]:
    """Run the fake server with these options."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "fake_telegram.py"), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        pin(process.pid, core)
        yield FakeTelegram(process)
    finally:
        process.stdin.close()  # type: ignore[union-attr]
        process.stdout.close()  # type: ignore[union-attr]
        process.wait(GRACE)
