"""An officer who works on one report at a time in the agency's group, with a mark in everything they say."""

import asyncio
from dataclasses import dataclass

from sandbox import Group, Person, Refused, Screen, Shown
from tests.chaos.acting import GivenUp, await_sight, card_with, has_thumb, insist
from tests.chaos.promises import Kind, Promises
from tests.chaos.town import Town


@dataclass(slots=True)
class Officer:
    """One person in an agency's group. `desk` is held while they are at something."""

    person: Person
    group: Group
    desk: asyncio.Lock
    town: Town
    promises: Promises

    async def accept(self, ticket: str) -> None:
        """Take a report up."""
        async with self.desk:
            await self._card(ticket, "Terima")
            await self._press(ticket, "Terima", lambda seen: card_with(seen, ticket, "Selesai"))

    async def reply(self, ticket: str, reporter: Person) -> None:
        """Write to the reporter by replying to the card."""
        mark = self.promises.mark()
        async with self.desk:
            card = await self._card(ticket, "Tanya pelapor")
            await self._say(f"Tanggapan {mark}", card.id, f"{ticket}: reply {mark}")
        self.promises.keep(Kind.REPLY, mark, ticket, reporter)

    async def ask(self, ticket: str, reporter: Person) -> str:
        """Ask the reporter something and return the question's mark."""
        mark = await self._prompted(ticket, "Tanya pelapor", "Di sebelah mana?")
        self.promises.keep(Kind.QUESTION, mark, ticket, reporter)
        return mark

    async def resolve(self, ticket: str, reporter: Person) -> None:
        """Say that it is done, with a photo."""
        mark = await self._prompted(ticket, "Selesai", "Sudah dikerjakan", photo=True)
        self.promises.keep(Kind.RESOLUTION, mark, ticket, reporter)

    async def return_to_coordinators(self, ticket: str) -> None:
        """Hand a report back; the coordinators have to find whose it is."""
        back = "Kembalikan ke koordinator"
        async with self.desk:
            await self._press(ticket, "Alihkan", lambda seen: card_with(seen, ticket, back))
            await self._press(ticket, back, lambda seen: self._prompt(seen, ticket))
            await self._answer(ticket, "Bukan urusan kami", photo=False)

    async def _prompted(self, ticket: str, label: str, words: str, *, photo: bool = False) -> str:
        async with self.desk:
            await self._press(ticket, label, lambda seen: self._prompt(seen, ticket))
            return await self._answer(ticket, words, photo=photo)

    async def _press(self, ticket: str, label: str, came: object) -> None:
        """Tap a button of the report's latest card until something comes of it."""

        async def tap() -> None:
            card = await self._card(ticket, label)
            await self.person.tap(label, chat=self.group, message_id=card.id)

        await insist(tap, came, self.person, self.group, what=f"{ticket}: nothing came of {label!r}")  # type: ignore[arg-type]

    async def _card(self, ticket: str, label: str) -> Shown:
        """Return the report's card with such a button; one that stands on a combined card is opened first."""

        async def open_combined() -> None:
            screen = await self.person.screen(self.group)
            combined = next((m for m in reversed(screen.messages) if m.by_bot and m.offers(ticket)), None)
            if combined is not None:
                await self.person.tap(ticket, chat=self.group, message_id=combined.id)

        what = f"{ticket}: no card with {label!r} in {self.group.title}"
        screen = await self.person.screen(self.group)
        if card_with(screen, ticket, label) is None:
            screen = await insist(
                open_combined, lambda seen: card_with(seen, ticket, label), self.person, self.group, what=what
            )
        card = card_with(screen, ticket, label)
        assert card is not None
        return card

    def _prompt(self, screen: Screen, ticket: str) -> int | None:
        asked = screen.force_reply
        return next((m.id for m in screen.messages if m.id == asked and ticket in m.text), None)

    async def _answer(self, ticket: str, words: str, *, photo: bool) -> str:
        mark = self.promises.mark()
        prompt = self._prompt(await self.person.screen(self.group), ticket)
        if prompt is None:
            raise GivenUp(f"{ticket}: the prompt is gone")
        await self._say(f"{words} {mark}", prompt, f"{ticket}: answer {mark}", photo=photo)
        return mark

    async def _say(self, text: str, reply_to: int, what: str, *, photo: bool = False) -> None:
        words: dict[str, object] = {"photo": True, "caption": text} if photo else {"text": text}
        try:
            number = await self.person.send(chat=self.group, reply_to=reply_to, **words)  # type: ignore[arg-type]
        except Refused as error:
            # The group was upgraded, or forbade it, between the look at the prompt and the answer to it.
            raise GivenUp(f"{what} could not be sent: {error}") from None
        await await_sight(self.person, lambda seen: has_thumb(seen, number), self.group, what=f"{what} has no thumb")
