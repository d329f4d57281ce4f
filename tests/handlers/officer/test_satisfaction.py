"""/kepuasan: index and stars side by side, for everybody who may see them, and of no fewer than five people."""

import itertools
from typing import Any

import pytest

from storage.tables import GroupRole
from tests.handlers.conftest import Counter
from tests.storage.samples import report

COORDINATION, LEADERSHIP, OFFICE, STRAY = -1, -2, -3, -4
QUARTER = "2026-4"

_people = itertools.count(5_000_000_001)


@pytest.fixture
async def groups_linked(counter: Counter) -> Counter:
    async with counter.database.transaction(counter.moment.now()) as transaction:
        for chat, role, code in (
            (COORDINATION, GroupRole.COORDINATION, None),
            (LEADERSHIP, GroupRole.LEADERSHIP, None),
            (OFFICE, GroupRole.AGENCY, "DLHP"),
        ):
            await transaction.groups.link(await transaction.groups.seen(chat, ""), role, code, None)
    return counter


async def answered(
    counter: Counter, agency: str, people: int, answers: tuple[int, ...], quarter: str = QUARTER
) -> None:
    async with counter.database.transaction(counter.moment.now()) as transaction:
        for user in itertools.islice(_people, people):
            await transaction.surveys.ask(user, quarter, agency)
            await transaction.surveys.answer(user, answers)


async def rated(counter: Counter, agency: str, *stars: int) -> None:
    now = counter.moment.now()
    async with counter.database.transaction(now) as transaction:
        transaction.session.add_all(report(lead=agency, stars=given, ended_at=now) for given in stars)


async def ask(counter: Counter, chat: int, words: str = "/kepuasan") -> str:
    """Return what the bot answers in a group."""
    group = {"id": chat, "type": "supergroup", "title": "Grup"}
    person = {"id": 77, "is_bot": False, "first_name": "Petugas"}
    end = len(words.split(maxsplit=1)[0])
    message: dict[str, Any] = {
        "message_id": 5, "date": 1_764_000_000, "chat": group, "from": person, "text": words,
        "entities": [{"type": "bot_command", "offset": 0, "length": end}],
    }  # fmt: skip
    (call,) = await counter.work({"update_id": 1, "message": message}, 77)
    return str(call["text"])


async def test_leaders_see_every_agency_with_enough_answers_and_how_many_lack_them(groups_linked: Counter) -> None:
    await answered(groups_linked, "DLHP", 5, (4, 3, 3, 3, 3, 3, 3, 3, 3))
    await answered(groups_linked, "BPBD", 4, (1,) * 9)
    await rated(groups_linked, "DLHP", 5, 5, 4, 4, 4)
    await rated(groups_linked, "DISDIK", 1, 1, 1, 1)
    for chat in (COORDINATION, LEADERSHIP):
        lines = (await ask(groups_linked, chat)).split("\n")
        assert lines[0] == "📊 <b>Kepuasan warga</b>, triwulan 4 tahun 2026"
        assert lines[1] == "<b>DLHP</b>: SKM 77,78 (mutu B), 5 jawaban · ⭐ 4,40 dari 5 laporan"
        others = len(groups_linked.office.regency.agencies) - 1
        assert lines[2].startswith(f"{others} OPD belum punya cukup jawaban (paling sedikit 5)")
        assert lines[3] == "Bintang menilai satu laporan dan bukan bagian dari indeks SKM."


async def test_an_agency_sees_itself_alone_with_the_nine_elements(groups_linked: Counter) -> None:
    await answered(groups_linked, "DLHP", 6, (4, 3, 3, 3, 3, 3, 3, 3, 2))
    await answered(groups_linked, "BPBD", 9, (1,) * 9)
    said = await ask(groups_linked, OFFICE)
    assert "BPBD" not in said
    assert "Persyaratan: 100,00" in said
    assert "Sarana dan prasarana: 50,00" in said
    assert len(said.split("\n")) == 12
    assert await ask(groups_linked, OFFICE, "/kepuasan BPBD") == groups_linked.office.group_speech(
        "satisfaction-not-yours"
    )
    assert await ask(groups_linked, OFFICE, "/kepuasan dlhp") == said


async def test_one_agency_and_another_quarter_can_be_named(groups_linked: Counter) -> None:
    await answered(groups_linked, "DPUPR-PRKP", 5, (2,) * 9, "2026-3")
    for words in ("/kepuasan 2026-3 DPUPR-PRKP", "/kepuasan pupr prkp 2026-3"):
        said = await ask(groups_linked, COORDINATION, words)
        assert "triwulan 3 tahun 2026" in said
        assert "<b>PUPR PRKP</b>: SKM 50,00 (mutu D), 5 jawaban" in said
    assert "PUPR PRKP belum punya cukup jawaban" in await ask(groups_linked, COORDINATION, "/kepuasan PUPR PRKP")


@pytest.mark.parametrize(
    "words", ["/kepuasan 2026-5", "/kepuasan dinas cinta", "/kepuasan 2026-1 2026-2", "/kepuasan <b>"]
)
async def test_what_names_neither_is_explained(groups_linked: Counter, words: str) -> None:
    assert await ask(groups_linked, COORDINATION, words) == groups_linked.office.group_speech("missing-quarter")


async def test_a_group_that_is_nobodys_sees_nothing(groups_linked: Counter) -> None:
    await answered(groups_linked, "DLHP", 5, (4,) * 9)
    assert await ask(groups_linked, STRAY) == groups_linked.office.group_speech("help-unlinked")


async def test_a_message_about_many_agencies_fits_telegram(
    groups_linked: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.officer.satisfaction.LINES", 2)
    for agency in groups_linked.office.regency.agencies[:5]:
        await rated(groups_linked, agency.code, 5, 5, 5, 5, 5)
    lines = (await ask(groups_linked, LEADERSHIP)).split("\n")
    assert lines[3] == "… dan 3 OPD lagi: /kepuasan KODE"
    assert len(lines) == 6
