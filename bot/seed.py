"""The seed: reports in every state, played by people over HTTP, so that the regency lives when it is looked at."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.config import Settings
from bot.logs import logger
from bot.playground import Cast
from bot.sandbox import Group, Person, Screen, Shown
from bot.sandbox.client import Refused
from reports import places, tickets
from reports.regency import Category

PATIENCE = 120.0
"""Seconds to wait for an answer: whoever watches may be breaking the network just now."""

AT_ONCE = 4
"""How many stories are played side by side: enough to be quick, and room for whoever files a report meanwhile."""

TYPING = 0.5
"""Seconds that an officer takes to write an answer."""

FRESH = 2
"""How many of the first citizens have not met the bot yet and wait for whoever opens the page."""


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody reports, and what comes of it. A category that the regency does not have is replaced by another."""

    category: str
    text: str
    identity: str
    then: Callable[["Scene"], Awaitable[object]]
    at: tuple[float, float] = (-6.8976, 112.0649)
    photos: int = 0


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


async def returned(scene: Scene) -> None:
    """Have it handed back to the coordinators, who have yet to find whose it is."""
    async with scene.desk:
        await scene.press("Alihkan")
        await scene.press("Kembalikan ke koordinator")
        await scene.answer("Pohon ini di tanah milik provinsi.")
        await scene.coordinator.until(
            lambda seen: scene.card(seen, "Disposisi"), chat=scene.coordination, timeout=PATIENCE
        )


STORIES = (
    Story("jalan_rusak", "Jalan berlubang di tikungan depan sekolah, anak-anak sering jatuh dari sepeda.",
          "Nama ditampilkan", nothing, (-6.9062, 112.0481), photos=3),
    Story("kependudukan", "KTP saya sudah dua bulan direkam tetapi belum juga bisa diambil.", "Nama ditampilkan", closed),
    Story("pju", "Lampu jalan mati sepanjang gang, kalau malam gelap sekali.", "Anonim", promised, (-6.8851, 112.0712), photos=1),
    Story("drainase_banjir", "Setiap hujan air menggenang sampai masuk rumah, selokannya mampet.",
          "Anonim", asked, (-6.9310, 112.0105), photos=1),
    Story("air_bersih_pdam", "Air PDAM tidak keluar sejak tiga hari yang lalu.", "Nama ditampilkan", resolved, (-6.9007, 112.0593)),
    Story("sampah", "Sampah menumpuk di pinggir jalan dekat pasar, baunya menyengat.", "Anonim", withdrawn, (-6.8943, 112.0566)),
    Story("bansos", "Saya lansia dan hidup sendiri, tetapi tidak pernah mendapat bantuan sosial.", "Rahasia", cannot_act),
    Story("pkl_ketertiban", "Kucing tetangga saya mengeong terus setiap malam.", "Anonim", rejected, (-6.8899, 112.0631)),
    Story("kesehatan", "Antrean puskesmas sangat panjang, obatnya juga sering kosong.", "Rahasia", given_up),
    Story("pohon_taman", "Pohon besar di tepi jalan sudah miring dan hampir tumbang.", "Nama ditampilkan", returned, (-6.9154, 112.0720), photos=1),
)  # fmt: skip
"""The texts and the points on the map are invented."""


async def settle(cast: Cast, settings: Settings) -> int:
    """Play every story and return how many were played to their end. One that breaks off is logged; the others go on."""
    log = logger("seed")
    room = asyncio.Semaphore(AT_ONCE)
    desks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    citizens = list(cast.citizens.values())[FRESH:]

    async def play(story: Story, category: Category, citizen: Person) -> bool:
        assert category.agency is not None and cast.coordinator is not None and cast.coordination is not None  # noqa: S101, PT018
        code = category.agency
        # The second officer: the first is whom a visitor acts for, and a prompt is for one pair of eyes.
        scene = Scene(
            citizen, cast.officers[code][1], cast.agencies[code], cast.coordinator, cast.coordination, desks[code]
        )
        async with room:
            try:
                scene.ticket = await _file(citizen, story, category, settings)
                await story.then(scene)
            except (AssertionError, LookupError, Refused) as error:
                log.warning("a seeded report broke off", category=category.code, reason=str(error).partition("\n")[0])
                return False
        return True

    played = zip(_fitting(STORIES, settings, cast), citizens, strict=False)
    return sum(await asyncio.gather(*(play(story, category, citizen) for (story, category), citizen in played)))


def _fitting(stories: Sequence[Story], settings: Settings, cast: Cast) -> Iterator[tuple[Story, Category]]:
    """Fit the stories to a regency's own categories, those with a group to go to."""
    there = {category.code: category for category in settings.regency().categories if category.agency in cast.agencies}
    spare = [category for code, category in there.items() if code not in {story.category for story in stories}]
    for story in stories:
        category = there.get(story.category)
        if category is None and spare:
            category = spare.pop(0)
            told = (
                f"Mohon perhatian soal {category.name.lower()} di sekitar balai desa, sudah lama belum ada perubahan."
            )
            story = replace(story, category=category.code, text=told)  # noqa: PLW2901  another story in its place
        if category is not None:
            yield story, category


async def _file(citizen: Person, story: Story, category: Category, settings: Settings) -> str:
    """File the report as somebody would who types, and return its ticket."""
    await citizen.send("/start")
    await citizen.until(lambda seen: seen.offering("Setuju dan lanjut"), timeout=PATIENCE)
    await citizen.tap("Setuju dan lanjut")
    await citizen.until(lambda seen: seen.offering("Buat laporan"), timeout=PATIENCE)
    await citizen.tap("Buat laporan")
    await citizen.hears("Langkah 1 dari 6", timeout=PATIENCE)
    await citizen.send(story.text)
    await citizen.hears("Langkah 2 dari 6", timeout=PATIENCE)
    await citizen.send(category.name)
    await citizen.hears("Langkah 3 dari 6", timeout=PATIENCE)
    latitude, longitude = story.at
    if not category.needs_place:
        await citizen.send("lewati")
    elif places.inside(settings.regency(), latitude, longitude):
        await citizen.send(location={"latitude": latitude, "longitude": longitude})
    else:
        await citizen.send("Jalan Raya Nomor 12, depan balai desa")
    await citizen.hears("Langkah 4 dari 6", timeout=PATIENCE)
    if story.photos:
        await citizen.send(**({"photo": True} if story.photos == 1 else {"album": [{"photo": True}] * story.photos}))
        await citizen.until(lambda seen: seen.offering("Lanjut"), timeout=PATIENCE)
    await citizen.send("lanjut" if story.photos else "lewati")
    await citizen.hears("Langkah 5 dari 6", timeout=PATIENCE)
    await citizen.send(story.identity)
    await citizen.hears("Langkah 6 dari 6", timeout=PATIENCE)
    await citizen.send("kirim")
    receipt = await citizen.hears("Laporan terkirim", timeout=PATIENCE)
    return tickets.find(receipt.text)[0]


def _with_words(screen: Screen, words: str) -> tuple[Shown, str] | None:
    """Return the latest message with a button that contains `words`, and all that the button says."""
    for message in reversed(screen.messages):
        for text in message.buttons:
            if words in text:
                return message, text
    return None
