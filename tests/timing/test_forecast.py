"""The forecast says what the clock then does: minute by minute the same, with nobody acting, and it changes nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import application
from bot.operating.clock_preview import FARTHEST, BadDay, preview
from bot.settings.loading import load
from reports.deadlines import WorkingTimes
from reports.forecast import Coming, Forecast
from storage.errors import StorageError
from storage.tables import Reminder
from tests.conftest import Store
from tests.timing.world import (
    CONFIG,
    COORDINATION,
    HOLIDAYS,
    LEADERSHIP,
    PETUGAS,
    PHOTO,
    REPORTER,
    ROADS,
    SITI,
    Season,
    season,
    wib,
)

WHO = {"agency": ROADS, "coordination": COORDINATION, "leadership": LEADERSHIP, "reporter": SITI}


@pytest.fixture
async def opened(store: Store) -> AsyncIterator[Season]:
    async with season(store.url, morning_messages=True) as made:
        yield made


async def forecast(opened: Season, end: str) -> list[Coming]:
    regency = opened.office.regency
    async with opened.database.reading() as reading:
        times = WorkingTimes(regency, HOLIDAYS)
        return await Forecast(reading, regency, times, opened.moment.now()).until(wib(end))


async def rows(opened: Season) -> list[tuple[object, ...]]:
    async with opened.database.reading() as reading:
        return [tuple(row) for row in await reading.session.execute(sa.select(Reminder.__table__))]  # type: ignore[attr-defined]


async def test_the_forecast_is_what_then_happens(opened: Season) -> None:
    await opened.file()
    asked, done = await opened.file(), await opened.file()
    await opened.do(lambda desk: desk.ask(asked, PETUGAS, "Sebelah mana?"))
    await opened.do(lambda desk: desk.accept(done, PETUGAS))
    await opened.do(lambda desk: desk.resolve(done, PETUGAS, "Sudah dibersihkan", [PHOTO]))
    before = await rows(opened)
    coming = await forecast(opened, "2027-01-31 23:59")
    assert await rows(opened) == before
    told = [(item.at, item.audience.value) for item in coming]
    opened.said.clear()
    await opened.pass_to("2027-01-31 23:59")
    chats = {chat: name for name, chat in WHO.items() if name != "agency"} | {opened.group(ROADS): "agency"}
    said = {
        (item.at, chats[item.chat])
        for item in opened.said
        if item.method == "sendMessage"
    }  # fmt: skip
    # Two digests would be one line each; a heading and its card are one forecast.
    assert said == set(told)
    assert len({(item.at, item.kind, item.ticket, item.agency) for item in coming}) == len(coming)


async def test_what_is_late_or_held_is_forecast_for_when_it_will_be_said(opened: Season) -> None:
    number = await opened.file()
    opened.moment.move_to(wib("2026-11-28 23:00"))
    coming = [item for item in await forecast(opened, "2026-11-30 23:59") if item.ticket]
    assert [(item.at, item.kind.value) for item in coming] == [(wib("2026-11-30 07:30"), "response_due")]
    assert coming[0].ticket == (await opened.row(number)).ticket


async def test_whoever_wants_no_reminders_is_not_in_it_but_the_end_is(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    async with opened.database.transaction(opened.moment.now()) as transaction:
        await transaction.people.mute(REPORTER, muted=True)
    coming = [item.kind.value for item in await forecast(opened, "2026-12-31 23:59") if item.ticket]
    assert coming == ["question_lapse"]


async def test_the_table_names_when_whom_what_and_which(
    opened: Season, store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    settings = load(CONFIG, {"TAPROSE_STORAGE__URL": store.url})
    count = await preview(settings, opened.moment, HOLIDAYS, wib("2026-12-01 00:00").date())
    lines = capsys.readouterr().out.splitlines()
    found = [[part.strip() for part in line.strip("│").split("│")] for line in lines if "│" in line]
    assert ["26-11-2026 11.45", "PUPR PRKP", "separuh batas tanggapan", ticket] in found
    assert ["01-12-2026 16.00", "koordinator", "eskalasi: belum ditanggapi", ticket] in found
    assert ["25-11-2026 07.30", "PUPR PRKP", "ringkasan pagi: belum ditanggapi 1", ""] in found
    assert len(found) == count


async def test_an_empty_future_is_said_in_words(
    opened: Season, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load(CONFIG, {"TAPROSE_STORAGE__URL": store.url})
    assert await preview(settings, opened.moment, HOLIDAYS, wib("2026-12-01 00:00").date()) == 0
    assert "Sampai 01-12-2026 tidak ada yang akan dikirim" in capsys.readouterr().out


@pytest.mark.parametrize("days", [-1, FARTHEST.days + 1, 2_900_000])
async def test_a_day_that_is_over_or_out_of_sight_is_refused(opened: Season, store: Store, days: int) -> None:
    settings = load(CONFIG, {"TAPROSE_STORAGE__URL": store.url})
    day = wib("2026-11-24 00:00").date() + timedelta(days=days)
    with pytest.raises(BadDay, match="2026-11-24 sampai 2027-11-25"):
        await preview(settings, opened.moment, HOLIDAYS, day)


def test_the_command_names_the_days_it_takes() -> None:
    ran = CliRunner().invoke(application, ["--config", str(CONFIG), "clock", "preview", "--until", "2020-01-01"])
    assert ran.exit_code == 2
    assert "2020-01-01 bukan hari dari" in ran.output


async def test_an_old_schema_is_named(tmp_path: object, moment: object) -> None:
    settings = load(CONFIG, {"TAPROSE_STORAGE__URL": f"sqlite+aiosqlite:///{tmp_path}/empty.db"})
    with pytest.raises(StorageError, match="taprose migrate"):
        await preview(settings, moment, HOLIDAYS, wib("2026-12-01 00:00").date())  # type: ignore[arg-type]


def test_the_command_wants_a_day() -> None:
    ran = CliRunner().invoke(application, ["clock", "preview", "--until", "besok", "--config", str(CONFIG)])
    assert ran.exit_code == 2
