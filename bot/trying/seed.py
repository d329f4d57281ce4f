"""The seed: reports in every state, played by people over HTTP, so that the regency lives when it is looked at."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.settings import Settings
from bot.support import logger
from bot.trying import scenes
from bot.trying.cast import Cast
from bot.trying.scenes import PATIENCE, Scene
from reports import places, tickets
from reports.regency import Category
from sandbox import Person, Refused

AT_ONCE = 4
"""How many stories are played side by side: enough to be quick, few enough for visitors to be answered meanwhile."""

FRESH = 2
"""How many of the first citizens have not written to the bot yet: visitors of the page act for them."""


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody reports, and what comes of it. A category that the regency does not have is replaced by another."""

    category: str
    text: str
    identity: str
    then: Callable[[Scene], Awaitable[object]]
    at: tuple[float, float] = (-6.8976, 112.0649)
    photos: int = 0


STORIES = (
    Story("jalan_rusak", "Jalan berlubang di tikungan depan sekolah, anak-anak sering jatuh dari sepeda.",
          "Nama ditampilkan", scenes.nothing, (-6.9062, 112.0481), photos=3),
    Story("pju", "Lampu jalan mati sepanjang gang, kalau malam gelap sekali.",
          "Anonim", scenes.promised, (-6.8851, 112.0712), photos=1),
    Story("kependudukan", "KTP saya sudah dua bulan direkam tetapi belum juga bisa diambil.",
          "Nama ditampilkan", scenes.closed),
    Story("drainase_banjir", "Setiap hujan air menggenang sampai masuk rumah, selokannya mampet.",
          "Anonim", scenes.asked, (-6.9310, 112.0105), photos=1),
    Story("air_bersih_pdam", "Air PDAM tidak keluar sejak tiga hari yang lalu.",
          "Nama ditampilkan", scenes.resolved, (-6.9007, 112.0593)),
    Story("sampah", "Sampah menumpuk di pinggir jalan dekat pasar, baunya menyengat.",
          "Anonim", scenes.withdrawn, (-6.8943, 112.0566)),
    Story("bansos", "Saya lansia dan hidup sendiri, tetapi tidak pernah mendapat bantuan sosial.",
          "Rahasia", scenes.cannot_act),
    Story("pkl_ketertiban", "Kucing tetangga saya mengeong terus setiap malam.",
          "Anonim", scenes.rejected, (-6.8899, 112.0631)),
    Story("kesehatan", "Antrean puskesmas sangat panjang, obatnya juga sering kosong.",
          "Rahasia", scenes.given_up),
    Story("pohon_taman", "Pohon besar di tepi jalan sudah miring dan hampir tumbang.",
          "Nama ditampilkan", scenes.returned, (-6.9154, 112.0720), photos=1),
    Story("jalan_rusak", "Jembatan kecil di dusun kami retak dan pagarnya lepas di kedua sisi.",
          "Nama ditampilkan", scenes.reopened, (-6.9405, 112.0312), photos=1),
    Story("drainase_banjir", "Got di belakang pasar penuh sampah plastik dan bangkai, baunya sampai ke rumah warga.",
          "Anonim", scenes.rerouted, (-6.9001, 112.0409), photos=1),
)  # fmt: skip
"""The texts and the points on the map are invented. There are more than people: who has filed one files another."""


async def fill(cast: Cast, settings: Settings) -> int:
    """Play every story and return how many were played to their end. One that breaks off is logged; the others go on."""
    log = logger("seed")
    room = asyncio.Semaphore(AT_ONCE)
    desks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
    citizens = list(cast.citizens.values())[FRESH:]
    phones = [asyncio.Lock() for _ in citizens]
    greeted: set[int] = set()

    async def play(story: Story, category: Category, number: int) -> bool:
        assert category.agency is not None and cast.coordinator is not None and cast.coordination is not None  # noqa: S101, PT018
        citizen, code = citizens[number], category.agency
        # The second officer: visitors act for the first one, and a prompt is shown to one person only.
        scene = Scene(
            citizen, cast.officers[code][1], cast.agencies[code], cast.coordinator, cast.coordination, desks[code]
        )
        async with phones[number], room:
            try:
                if number not in greeted:
                    await _greet(citizen)
                    greeted.add(number)
                scene.ticket = await _file(citizen, story, category, settings)
                await story.then(scene)
            except (AssertionError, LookupError, Refused) as error:
                log.warning("a seeded report broke off", category=category.code, reason=str(error).partition("\n")[0])
                return False
        return True

    stories = enumerate(_fitting(STORIES, settings, cast))
    return sum(await asyncio.gather(*(play(*fitted, n % len(citizens)) for n, fitted in stories)))


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


async def _greet(citizen: Person) -> None:
    """Start the bot and agree to how it treats what one tells it."""
    await citizen.send("/start")
    await citizen.until(lambda seen: seen.offering("Setuju dan lanjut"), timeout=PATIENCE)
    await citizen.tap("Setuju dan lanjut")
    await citizen.until(lambda seen: seen.offering("Buat laporan"), timeout=PATIENCE)


async def _file(citizen: Person, story: Story, category: Category, settings: Settings) -> str:
    """File the report as somebody would who types, and return its ticket."""
    await citizen.send("/lapor")
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
