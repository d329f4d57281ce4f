"""What is to be sent: the same messages, in the same order, for every contestant; and how their senders talk to us.

A sender reads its load from a file, says `ready`, begins when it reads a line, says `done` with its processor time when
everything was sent once, and goes on answering taps until its standard input ends.
"""

import json
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAP = "tap"
ANSWER = "jawaban"


@dataclass(frozen=True, slots=True)
class Item:
    """One message: `report` is the number of the report whose card it is, None for a message to a person."""

    chat: int
    text: str
    report: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """Everything a sender needs to know. `pace` is off for measuring processor time alone."""

    url: str
    token: str
    directory: str
    pace: bool
    items: list[Item]

    def write(self, path: Path) -> None:
        """Keep the load in a file."""
        items = [[item.chat, item.text, item.report] for item in self.items]
        path.write_text(json.dumps([self.url, self.token, self.directory, self.pace, items]), encoding="utf-8")

    @classmethod
    def read(cls) -> "Load":
        """Return the load of the file that the command line names."""
        url, token, directory, pace, items = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        return cls(url, token, directory, pace, [Item(*item) for item in items])


def items(people: list[int], groups: list[int], messages: int, cards: int) -> list[Item]:
    """Return messages to people in turn, with cards to groups in turn evenly among them."""
    found: list[Item] = []
    every = max(1, messages // cards) if cards else messages + 1
    made = 0
    for number in range(messages):
        found.append(Item(people[number % len(people)], f"m{number}.", None))
        if number % every == 0 and made < cards:
            found.append(Item(groups[made % len(groups)], f"r{made}.", made))
            made += 1
    return found


def tell(event: str, **facts: Any) -> None:
    """Say one thing to whoever started this process."""
    print(json.dumps({"event": event, **facts}), flush=True)


def processor_seconds() -> float:
    """Return the processor time of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def wait_for_start() -> float:
    """Say that all is ready, wait for the word, and return the processor time spent before it."""
    tell("ready")
    sys.stdin.readline()
    return processor_seconds()
