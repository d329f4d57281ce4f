"""Scenes of the seed: what comes of a report, played by its citizen, an officer and a coordinator over HTTP."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbox import Group, Person, Screen, Shown

PATIENCE = 120.0
"""Seconds to wait for an answer: a visitor may have switched on network faults."""

TYPING = 0.5
"""Seconds that an officer takes to write an answer."""

TO_COORDINATORS = "Kembalikan ke koordinator"


@dataclass(slots=True)
class Scene:
    """One report with the people around it."""

    citizen: Person
    officer: Person
    group: Group
    coordinator: Person
    coordination: Group
    desk: asyncio.Lock
    ticket: str = ""

    def card(self, screen: Screen, label: str) -> Shown | None:
        """Return the report's latest card with such a button."""
        return next((m for m in reversed(screen.messages) if self.ticket in m.text and m.offers(label)), None)

    async def press(self, label: str, who: Person | None = None, chat: Group | None = None) -> None:
        """Have the officer (or `who`) tap a button of the report's card, once it is there."""
        who, chat = who or self.officer, chat or self.group
        screen = await who.until(lambda seen: self.card(seen, label), chat=chat, timeout=PATIENCE)
        card = self.card(screen, label)
        assert card is not None  # noqa: S101  it was waited for
        await who.tap(label, chat=chat, message_id=card.id)

    async def answer(self, text: str, *, photo: bool = False) -> None:
        """Have the officer reply to the prompt that a tap has brought up."""

        def prompt(seen: Screen) -> int | None:
            asked = seen.force_reply
            return next((m.id for m in seen.messages if m.id == asked and self.ticket in m.text), None)

        screen = await self.officer.until(prompt, chat=self.group, timeout=PATIENCE)
        await asyncio.sleep(TYPING)
        words: dict[str, Any] = {"photo": True, "caption": text} if photo else {"text": text}
        await self.officer.send(chat=self.group, reply_to=prompt(screen), **words)

    async def hears(self, text: str) -> Shown:
        """Wait until the citizen has heard of it."""
        return await self.citizen.hears(text, timeout=PATIENCE)


async def nothing(_: Scene) -> None:
    """Leave the report as it was filed."""


async def accepted(scene: Scene) -> None:
    """Have it taken in hand."""
    async with scene.desk:
        await scene.press("Terima")
        await scene.hears("diterima")


async def promised(scene: Scene) -> None:
    """Have it taken in hand, for a day that is named."""
    await accepted(scene)
    async with scene.desk:
        await scene.press("Janji tanggal")
        await scene.press("+3 hari kerja")
        await scene.hears("berjanji")


async def asked(scene: Scene) -> None:
    """Have the reporter asked; the answer is still to come."""
    async with scene.desk:
        await scene.press("Tanya pelapor")
        await scene.answer("Airnya naik dari selokan atau dari sungai?")
        await scene.hears("dari selokan atau")


async def resolved(scene: Scene) -> None:
    """Have it done; the reporter has not said yet whether it is."""
    await accepted(scene)
    async with scene.desk:
        await scene.press("Selesai")
        await scene.answer("Sudah dikerjakan tim kami pagi ini.", photo=True)
        await scene.hears("Sudah dikerjakan tim kami")


async def closed(scene: Scene) -> None:
    """Have it done and confirmed, with stars."""
    await resolved(scene)
    citizen = scene.citizen
    await citizen.until(lambda seen: seen.offering("Sudah beres"), timeout=PATIENCE)
    await citizen.tap("Sudah beres")
    await citizen.until(lambda seen: seen.offering("5"), timeout=PATIENCE)
    await citizen.tap("5")
    await scene.officer.hears("5 dari 5", chat=scene.group, timeout=PATIENCE)


async def reopened(scene: Scene) -> None:
    """Have it done, but not well: its reporter wants it looked at again."""
    await resolved(scene)
    citizen = scene.citizen
    await citizen.until(lambda seen: seen.offering("Belum beres"), timeout=PATIENCE)
    await citizen.tap("Belum beres")
    await scene.hears("Apa yang belum beres")
    await citizen.send("Baru satu sisi yang dikerjakan, sisi seberang masih rusak.")
    await scene.hears("dibuka lagi")


async def withdrawn(scene: Scene) -> None:
    """Have it taken back by its reporter."""
    citizen = scene.citizen
    await citizen.send("/laporan")
    for label in (scene.ticket, "Cabut laporan", "Ya, cabut"):
        screen = await citizen.until(partial(_with_words, words=label), timeout=PATIENCE)
        found = _with_words(screen, label)
        assert found is not None  # noqa: S101  it was waited for
        message, text = found
        await citizen.tap(text, message_id=message.id)
    await scene.officer.hears("dicabut oleh pelapor", chat=scene.group, timeout=PATIENCE)


async def given_up(scene: Scene, reason: str = "Lahan ini milik perorangan; pemkab tidak berwenang.") -> None:
    """Have the agency ask for an end; the coordinators have yet to agree."""
    async with scene.desk:
        await scene.press("Tidak dapat")
        await scene.answer(reason)
        await scene.coordinator.until(
            lambda seen: scene.card(seen, "Setujui"), chat=scene.coordination, timeout=PATIENCE
        )


async def cannot_act(scene: Scene) -> None:
    """Have the coordinators agree that nothing can be done."""
    await given_up(scene)
    await scene.press("Setujui", scene.coordinator, scene.coordination)
    await scene.hears("tidak dapat ditindaklanjuti")


async def rejected(scene: Scene) -> None:
    """Have the coordinators agree that this was no report."""
    await given_up(scene, "Bukan laporan, hanya iseng.")
    await scene.press("Setujui", scene.coordinator, scene.coordination)
    await scene.hears("tidak dapat diterima")


async def rerouted(scene: Scene) -> None:
    """Have it handed on to the agency that the menu names first: the likeliest by its story."""
    async with scene.desk:
        await scene.press("Alihkan")
        offered = await scene.officer.until(
            lambda seen: scene.card(seen, TO_COORDINATORS), chat=scene.group, timeout=PATIENCE
        )
        menu = scene.card(offered, TO_COORDINATORS)
        assert menu is not None  # noqa: S101  it was waited for
        await scene.press(menu.buttons[0])
        await scene.answer("Ini sampah, bukan salurannya.")
        await scene.hears("dialihkan ke")


async def returned(scene: Scene) -> None:
    """Have it handed back to the coordinators, who have yet to find whose it is."""
    async with scene.desk:
        await scene.press("Alihkan")
        await scene.press(TO_COORDINATORS)
        await scene.answer("Pohon ini di tanah milik provinsi.")
        await scene.coordinator.until(
            lambda seen: scene.card(seen, "Disposisi"), chat=scene.coordination, timeout=PATIENCE
        )


def _with_words(screen: Screen, words: str) -> tuple[Shown, str] | None:
    """Return the latest message with a button that contains `words`, and all that the button says."""
    for message in reversed(screen.messages):
        for text in message.buttons:
            if words in text:
                return message, text
    return None
