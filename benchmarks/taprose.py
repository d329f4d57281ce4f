"""Contestant: this bot, the programme that citizens get.

`python -m bot run` with the project's own configuration and a fresh SQLite file (WAL, `synchronous=FULL`): inbox, worker,
desk, outbox and courier, all durable. Every agency is given a group, so that each report's card is sent as it is by the
peers; for the filing benchmark the courier is not held to Telegram's pace (`taprose_unpaced.py`).
"""

import re
import sys
from pathlib import Path

from process import HERE, ROOT, Command

FIRST_GROUP = -1001000000001
TOKEN = "1:benchmark"  # the fake server takes any


def available() -> bool:
    """Tell whether the programme stands."""
    return (ROOT / "bot" / "__main__.py").exists()


def configuration(directory: Path) -> Path:
    """Write the project's configuration with a group for every agency, and return where."""
    lines: list[str] = []
    groups = iter(range(FIRST_GROUP, FIRST_GROUP - 1000, -1))
    for line in (ROOT / "config.toml").read_text(encoding="utf-8").splitlines():
        if re.match(r"\s*chat_id\s*=", line):
            continue
        lines.append(line)
        if line.strip() == "[[agency]]":
            lines.append(f"chat_id = {next(groups)}")
    path = directory / "config.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def command(url: str, directory: Path) -> Command:
    """Return how to start the programme against the Bot API at `url`, keeping everything in `directory`."""
    return Command(
        [sys.executable, "-m", "bot", "--config", str(configuration(directory)), "run"], _environment(url, directory)
    )


def unpaced(url: str, directory: Path) -> Command:
    """Return the same without the courier's pacing."""
    arguments = [sys.executable, str(HERE / "taprose_unpaced.py"), str(configuration(directory))]
    return Command(arguments, _environment(url, directory))


def _environment(url: str, directory: Path) -> dict[str, str]:
    return {
        "TAPROSE_TELEGRAM__API_URL": url,
        "TAPROSE_TELEGRAM__TOKEN": TOKEN,
        "TAPROSE_TELEGRAM__LISTEN": "127.0.0.1:0",
        "TAPROSE_STORAGE__URL": f"sqlite+aiosqlite:///{directory / 'taprose.db'}",
    }
