"""Starting and resting: how soon the bot polls Telegram after its command was given, and what memory it then holds.

Beside it, in turns in the same run, a process that does nothing but `import aiogram`, which no bot on aiogram can be
quicker or smaller than, and the plain aiogram bot of the filing benchmark. The bot's first start of all, which also makes the
database, is a line of its own.

    python benchmarks/startup.py                    medians of five
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import taprose
from contestants import PLAIN
from process import ROOT, Command, Running, Stuck, cores, fake_telegram, pin, running
from rich.console import Console
from rich.table import Table

SETTLING = 2.0
"""Seconds between the first poll and the look at memory."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to readiness, CPU seconds until then, and bytes resident at rest."""

    seconds: float
    cpu_seconds: float
    rest_bytes: int


def bare() -> Start:
    """Start Python, import aiogram, and stay."""
    core, _ = cores()
    program = "import sys, aiogram; print(aiogram.__version__, flush=True); sys.stdin.read()"
    started_at = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        pin(process.pid, core)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.monotonic() - started_at
        seen = Running(process, started_at)
        start = Start(seconds, seen.cpu, seen.memory("VmRSS"))
        process.stdin.close()
    return start


def bot(command: Callable[[str, Path], Command], directory: Path) -> Start:
    """Start a bot, wait for its first poll, and let it settle."""
    core, server_core = cores()
    log = directory / "output.log"
    try:
        with fake_telegram(server_core) as telegram, running(command(telegram.url, directory), core, log) as started:
            polled = telegram.wait("polled", started)
            cpu = started.cpu
            time.sleep(SETTLING)
            return Start(polled["at"] - started.started_at, cpu, started.memory("VmRSS"))
    except Stuck as stuck:
        raise Stuck(f"{stuck}\nIts output ends with:\n{log.read_text(errors='replace')[-2000:]}") from None


def measure(rounds: int) -> dict[str, list[Start]]:
    """Start everything in turns and return the starts by title. Raises Stuck if a bot does not come up."""
    starts: dict[str, list[Start]] = {}
    with tempfile.TemporaryDirectory(prefix="startup-") as name:
        directory = Path(name)
        bare()  # so that nobody's first round reads the libraries from disk
        if taprose.available():
            starts["Taprose, first start"] = [bot(taprose.command, directory)]
        for _ in range(rounds):
            starts.setdefault("import aiogram", []).append(bare())
            starts.setdefault("plain aiogram bot", []).append(bot(PLAIN.command, directory))
            if taprose.available():
                starts.setdefault("Taprose", []).append(bot(taprose.command, directory))
    return starts


def main() -> int:
    """Start everything in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="(default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every start's figures there")
    chosen = parser.parse_args()
    try:
        starts = measure(chosen.rounds)
    except Stuck as stuck:
        Console(stderr=True).print(str(stuck), markup=False, highlight=False)
        return 1
    floor = median(start.seconds for start in starts["import aiogram"])
    table = Table(title="To the first poll, and at rest", caption="medians; × is time against a bare import of aiogram")
    for heading in ("", "seconds", "×", "CPU s", "MB at rest"):
        table.add_column(heading, justify="left" if not heading else "right")
    for title, taken in starts.items():
        seconds = median(start.seconds for start in taken)
        table.add_row(
            title,
            f"{seconds:.2f}",
            f"{seconds / floor:.2f}",
            f"{median(start.cpu_seconds for start in taken):.2f}",
            f"{median(start.rest_bytes for start in taken) / 1e6:.0f}",
        )
    Console().print(table)
    if chosen.json:
        figures = {title: [asdict(start) for start in taken] for title, taken in starts.items()}
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
