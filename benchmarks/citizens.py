"""Citizens in a closed loop: each sends its next message as soon as the bot has answered the one before.

One callback per answer and no task per citizen, so that thousands of them cost the bot under test nothing.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flow import ONBOARDING, TICKET, Step, filing

FIRST_CITIZEN = 500_000_001
"""The Telegram id of the first citizen; the others follow it."""

Deliver = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Figures:
    """What was seen from `started` to `ended` (system's monotonic clock).

    Every answer's latency by step, in seconds; and by step the bot's calls by method, each counted with the answer that
    came next, so that however far apart the citizens are, steps that were answered have all of their calls.
    """

    started: float
    ended: float = 0.0
    latencies: dict[str, list[float]] = field(default_factory=dict)
    calls: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, step: str, calls: Counter[str]) -> None:
        """Add calls to those of a step."""
        self.calls.setdefault(step, Counter()).update(calls)


SENDING = "send"
"""The step whose answer is the receipt. Calls to groups are counted with it: each report has a card in one."""


@dataclass(slots=True)
class Citizen:
    """One person with a chat, in the middle of some flow or waiting for one."""

    user: dict[str, Any]
    chat: dict[str, Any]
    steps: Iterator[Step]
    step: Step | None = None
    sent_at: float = 0.0
    messages: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    """The bot's calls to this chat since the last answer, by method."""
    heard: str = ""
    """The last thing the bot said, to name it should the citizen get stuck."""


class Crowd:
    """All citizens: first each greets the bot, then they file one report after another until they are told to stop.

    `deliver` takes each message as a Telegram `Message` object; `onboarded` is called once, when the last citizen has
    greeted the bot, and `filed` whenever someone has gone through all eight messages.
    """

    def __init__(self, people: int, deliver: Deliver, onboarded: Callable[[], None], filed: Callable[[], None]) -> None:
        self._deliver = deliver
        self._onboarded = onboarded
        self._filed = filed
        self._numbers = count()
        self._greeting = 0
        self._paused = False
        self._stopped = False
        self.owed = 0
        """Reports with a receipt whose card is not yet in any group."""
        self.figures = Figures(started=time.monotonic())
        self.progressed_at = time.monotonic()
        self.citizens = {
            identity: Citizen(
                user={"id": identity, "is_bot": False, "first_name": f"Warga {identity}", "language_code": "id"},
                chat={"id": identity, "type": "private", "first_name": f"Warga {identity}"},
                steps=iter(()),
            )
            for identity in range(FIRST_CITIZEN, FIRST_CITIZEN + people)
        }

    def onboard(self) -> None:
        """Have every citizen greet the bot."""
        self._greeting = len(self.citizens)
        for citizen in self.citizens.values():
            citizen.steps = iter(ONBOARDING)
            self._next(citizen)

    def file(self) -> None:
        """Have every citizen begin a report."""
        for citizen in self.citizens.values():
            self._begin(citizen)

    def measure(self) -> None:
        """Count from now."""
        self.figures = Figures(started=time.monotonic())

    def pause(self) -> None:
        """Send nothing more, but go on listening."""
        self._paused = True

    def stop(self) -> Figures:
        """Listen no more, and return what was seen since `measure`."""
        self._stopped = True
        self.figures.ended = time.monotonic()
        return self.figures

    def count_call(self, chat_id: int, method: str) -> None:
        """Take note of a call of the bot, before anything comes of it; one that names no chat (0) is no part of a flow."""
        if self._stopped or not chat_id:
            return
        citizen = self.citizens.get(chat_id)
        if citizen is None:
            self.figures.count(SENDING, Counter((method,)))
        else:
            citizen.calls[method] += 1

    def hear(self, chat_id: int, said: str) -> None:
        """Take what the bot sent to a chat: text and keyboard in one string. Asides to a citizen change nothing."""
        if self._stopped:
            return
        citizen = self.citizens.get(chat_id)
        if citizen is None:
            self.owed -= len(set(TICKET.findall(said)))
            self.progressed_at = time.monotonic()
            return
        citizen.heard = said
        if citizen.step is None or citizen.step.answered.search(said) is None:
            return
        self.progressed_at = now = time.monotonic()
        self.figures.latencies.setdefault(citizen.step.name, []).append(now - citizen.sent_at)
        self.figures.count(citizen.step.name, citizen.calls)
        citizen.calls.clear()
        self.owed += citizen.step.name == SENDING
        self._next(citizen)

    def stuck(self) -> list[str]:
        """Return one line for each citizen who waits, with what was asked and what was heard last."""
        return [
            f"citizen {identity} waits at {citizen.step.name!r}; the bot last said {citizen.heard!r}"
            for identity, citizen in self.citizens.items()
            if citizen.step is not None
        ]

    def _begin(self, citizen: Citizen) -> None:
        citizen.steps = iter(filing(next(self._numbers)))
        self._next(citizen)

    def _next(self, citizen: Citizen) -> None:
        citizen.step = None if self._paused else next(citizen.steps, None)
        if citizen.step is not None:
            self._send(citizen, citizen.step)
        elif self._paused:
            return
        elif self._greeting:
            self._greeting -= 1
            if not self._greeting:
                self._onboarded()
        else:
            self._filed()
            if not self._stopped:
                self._begin(citizen)

    def _send(self, citizen: Citizen, step: Step) -> None:
        citizen.messages += 1
        citizen.sent_at = time.monotonic()
        self._deliver(
            {
                "message_id": citizen.messages,
                "from": citizen.user,
                "chat": citizen.chat,
                "date": int(time.time()),
                **step.content,
            }
        )
