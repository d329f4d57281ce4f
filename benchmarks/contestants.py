"""Who takes part, and how each is started."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import taprose
from process import HERE, Command


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot under measurement, and how many times faster than it this bot has to be."""

    key: str
    title: str
    command: Callable[[str, Path], Command]
    bar: float | None = None


def _script(name: str, *options: str) -> Callable[[str, Path], Command]:
    return lambda url, directory: Command([sys.executable, str(HERE / name), url, str(directory), *options], {})


TAPROSE = Contestant("taprose", "Taprose", taprose.unpaced)
PLAIN = Contestant("plain", "aiogram in memory", _script("plain_aiogram.py"), bar=1.3)
WORDS = Contestant("words", "aiogram, words only", _script("plain_aiogram.py", "--words"))
SQLMODEL = Contestant("sqlmodel", "aiogram + SQLModel", _script("sqlmodel_aiogram.py"), bar=3.0)
PTB = Contestant("ptb", "PTB + pickle", _script("ptb_conversation.py"), bar=3.0)

ALL = (TAPROSE, PLAIN, WORDS, SQLMODEL, PTB)
