"""A citizen who files a report and goes on to talk about it, with a mark in everything they say."""

import re
import time
from contextlib import suppress
from dataclasses import dataclass

from reports import tickets
from sandbox import Person, Refused, Screen, Shown
from tests.chaos.acting import LOOK, PATIENCE, GivenUp, await_sight, card_with, insist, said
from tests.chaos.promises import Kind, Promises
from tests.chaos.town import TOPICS, Topic, Town

TOWN_SQUARE = {"latitude": -6.8976, "longitude": 112.0649}
ANONYMOUS, NAMED, CONFIDENTIAL = "Anonim", "Nama ditampilkan", "Rahasia"
_STEP = re.compile(r"Langkah (\d) dari 6")


@dataclass(slots=True)
class Citizen:
    """One person, and what was promised to them."""

    person: Person
    town: Town
    promises: Promises
    ticket: str = ""
    topic: Topic | None = None

    async def greet(self) -> None:
        """Start the bot and agree to how it treats what one tells it."""
        person = self.person
        await insist(
            lambda: person.send("/start"), lambda seen: seen.offering("Setuju dan lanjut"), person, what="start"
        )
        await insist(
            lambda: person.tap("Setuju dan lanjut"), lambda seen: seen.offering("Buat laporan"), person, what="consent"
        )

    async def file(self, topic: Topic, identity: str, *, photo: bool) -> None:
        """File a report, answering whatever the bot asks last. Raises GivenUp."""
        mark, person = self.promises.mark(), self.person
        before = set(self._receipts(await person.screen()))
        category = self.town.category(topic)
        answers: dict[int, list[dict[str, object]]] = {
            1: [{"text": f"{topic.story} {mark}"}],
            2: [{"text": category}, {"text": self.town.category(TOPICS[0])}],
            3: [{"location": TOWN_SQUARE}],
            4: [{"photo": True}, {"text": "lanjut"}] if photo else [{"text": "lewati"}],
            5: [{"text": identity}],
            6: [{"text": "kirim"}],
        }
        answered, step, told = (await person.screen()).seq, 0, False
        ends = time.monotonic() + 2 * PATIENCE
        await person.send("/lapor")
        while time.monotonic() < ends:
            with suppress(AssertionError):
                screen = await person.until(
                    lambda seen: self._next(seen, answered, step) or set(self._receipts(seen)) - before,  # noqa: B023
                    timeout=LOOK,
                )
                if fresh := set(self._receipts(screen)) - before:
                    self.ticket, self.topic = fresh.pop(), topic
                    if not told:
                        # What they had said before, when nobody heard it, became the story.
                        raise GivenUp(f"{mark}: {self.ticket} was filed with an older story")
                    self.promises.keep(Kind.REPORT, mark, self.ticket, person)
                    return
            screen = await person.screen()
            asked = self._newest(screen)
            if asked is None:
                await person.send("/lapor")
                continue
            step, answered = _step(asked), screen.seq
            given, told = answers[step], told or step == 1
            with suppress(Refused):
                await person.send(**(given.pop(0) if len(given) > 1 else given[0]))  # type: ignore[arg-type]
        raise GivenUp(f"{mark}: no receipt; the last screen shows\n{await person.screen()!r}")

    def _next(self, screen: Screen, answered: int, step: int) -> bool:
        """Tell whether a question has come that was not asked before; a repeated one is answered after a while."""
        asked = self._newest(screen)
        return asked is not None and asked.seq > answered and (_step(asked) > step or _step(asked) == 4)

    @staticmethod
    def _newest(screen: Screen) -> Shown | None:
        return max((m for m in screen.messages if m.by_bot and _STEP.search(m.text)), key=lambda m: m.seq, default=None)

    @staticmethod
    def _receipts(screen: Screen) -> list[str]:
        return [
            found
            for m in screen.messages
            if m.by_bot and "Laporan terkirim" in m.text
            for found in tickets.find(m.text)[:1]
        ]

    async def add(self) -> int:
        """Add to the report by replying to its tracker, and return the addition's message."""
        mark = self.promises.mark()
        number = await self._reply(self._tracker(await self.person.screen()), f"Tambahan {mark}", "Diteruskan ke")
        self.promises.keep(Kind.ADDITION, mark, self.ticket, self.person)
        return number

    async def amend(self, message_id: int) -> None:
        """Write an addition anew."""
        mark, person = self.promises.mark(), self.person
        text = f"Ralat {mark}"
        await person.send(text, edit=message_id)
        await self._acknowledged(message_id, "Perubahan diteruskan", text)
        self.promises.keep(Kind.AMENDMENT, mark, self.ticket, person)

    async def answer(self, question: str) -> None:
        """Answer an officer's question by replying to it; `question` is its mark."""
        mark = self.promises.mark()
        screen = await await_sight(
            self.person, lambda seen: said(seen, question), what=f"{self.ticket}: question {question} not seen"
        )
        asked = said(screen, question)
        assert asked is not None
        await self._reply(asked.id, f"Jawaban {mark}", "Diteruskan ke")
        self.promises.keep(Kind.ANSWER, mark, self.ticket, self.person)

    async def reopen(self) -> None:
        """Say that it is not fixed, and what."""
        mark, person = self.promises.mark(), self.person
        screen = await await_sight(
            person,
            lambda seen: card_with(seen, self.ticket, "Belum beres"),
            what=f"{self.ticket}: not asked whether it is fixed",
        )
        asked = card_with(screen, self.ticket, "Belum beres")
        assert asked is not None
        await insist(
            lambda: person.tap("Belum beres", message_id=asked.id),
            lambda seen: said(seen, "Apa yang belum beres"),
            person,
            what=f"{self.ticket}: reopening is not asked about",
        )
        await person.send(f"Masih rusak {mark}")
        await await_sight(
            person,
            lambda seen: said(seen, self.ticket, "dibuka lagi"),
            what=f"{self.ticket}: reopening {mark} not acknowledged",
        )
        self.promises.keep(Kind.REOPENING, mark, self.ticket, person)

    def _tracker(self, screen: Screen) -> int:
        found = said(screen, "Laporan terkirim", self.ticket)
        assert found is not None
        return found.id

    async def _reply(self, to: int, text: str, thanks: str) -> int:
        number = await self.person.send(text, reply_to=to)
        await self._acknowledged(number, thanks, text)
        return number

    async def _acknowledged(self, message_id: int, thanks: str, text: str) -> None:
        await await_sight(
            self.person,
            lambda seen: any(m.by_bot and m.reply_to == message_id and thanks in m.text for m in seen.messages),
            what=f"{self.ticket}: {text!r} was not acknowledged",
        )


def _step(asked: Shown) -> int:
    found = _STEP.search(asked.text)
    assert found is not None
    return int(found[1])
