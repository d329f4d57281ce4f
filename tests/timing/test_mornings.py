"""Mornings: one digest a working day in each group that has anything, and silent groups named to the coordinators."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from alembic import command

from storage.migrate import alembic_config, migrate
from storage.tables import Proposal, Reminder, ReminderKind, ReminderState
from tests.conftest import Store
from tests.timing.world import COORDINATION, ENVIRONMENT, LEADERSHIP, PETUGAS, PHOTO, ROADS, Season, season, wib


@pytest.fixture
async def opened(store: Store) -> AsyncIterator[Season]:
    async with season(store.url, morning_messages=True) as made:
        yield made


def digests(opened: Season, code: str = ROADS) -> list[tuple[str, str]]:
    return [said for said in opened.to(opened.group(code)) if said[1].startswith("☀️")]


async def test_a_digest_names_what_is_late_due_today_new_and_waiting(opened: Season) -> None:
    late, due, waiting, proposed = [await opened.file() for _ in range(4)]
    await opened.do(lambda desk: desk.accept(due, PETUGAS))
    await opened.do(lambda desk: desk.promise(due, PETUGAS, wib("2026-12-01").date()))
    await opened.do(lambda desk: desk.ask(waiting, PETUGAS, "Sebelah mana?"))
    await opened.do(lambda desk: desk.propose(proposed, PETUGAS, Proposal.CANNOT_ACT, "Bukan jalan kabupaten"))
    await opened.pass_to("2026-11-30 09:00")
    new = await opened.file()
    tickets = {number: (await opened.row(number)).ticket for number in (late, due, waiting, new)}
    opened.said.clear()
    await opened.pass_to("2026-12-01 07:30")
    digest = next(said for said in opened.said if said.chat == opened.group(ROADS))
    assert digest.minute == "2026-12-01 07:30"
    assert digest.text.split("\n") == [
        "☀️ Ringkasan PUPR PRKP, Sel 1 Des 2026",
        "🔴 Terlambat: 1",
        f"{tickets[late]} · Saluran air dan banjir · ⏳ Jum 27 Nov 16.00",
        "🟠 Jatuh tempo hari ini: 1",
        f"{tickets[due]} · Saluran air dan banjir · ⏳ Sel 1 Des 16.00",
        "🆕 Belum ditanggapi: 1",
        f"{tickets[new]} · Saluran air dan banjir · ⏳ Kam 3 Des 16.00",
        "❓ Menunggu pelapor: 1",
        f"{tickets[waiting]} · Saluran air dan banjir · ⏳ Sen 14 Des 16.00",
    ]
    assert digest.buttons == tuple(tickets[number] for number in (late, due, new, waiting))


async def test_there_is_one_digest_each_working_day_and_none_without_need(opened: Season) -> None:
    number = await opened.file()
    await opened.pass_to("2026-12-03 12:00")
    assert [minute for minute, _text in digests(opened)] == [
        f"2026-{day} 07:30" for day in ("11-25", "11-26", "11-27", "11-30", "12-01", "12-02", "12-03")
    ]
    assert digests(opened, ENVIRONMENT) == []
    assert opened.to(LEADERSHIP) == []
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    await opened.pass_to("2026-12-11 12:00")
    assert len(digests(opened)) == 7, "accepted, and not due for days"


async def test_after_the_due_moment_a_group_hears_of_a_report_in_the_digest_alone(opened: Season) -> None:
    await opened.file()
    await opened.pass_to("2026-11-27 16:00")
    opened.said.clear()
    await opened.pass_to("2026-12-10 12:00")
    assert {text[:2] for _minute, text in opened.to(opened.group(ROADS))} == {"☀️"}


async def test_a_late_morning_is_said_the_same_day_and_never_the_next(opened: Season) -> None:
    await opened.file()
    opened.moment.move_to(wib("2026-11-25 10:00"))
    await opened.tick()
    assert [minute for minute, _text in digests(opened)] == ["2026-11-25 10:00"]
    opened.moment.move_to(wib("2026-11-26 16:30"))
    await opened.tick()
    opened.moment.move_to(wib("2026-11-28 09:00"))
    await opened.tick()
    assert len(digests(opened)) == 1
    await opened.pass_to("2026-11-30 08:00")
    assert [minute for minute, _text in digests(opened)] == ["2026-11-25 10:00", "2026-11-30 07:30"]


async def test_a_restart_neither_repeats_nor_skips_a_morning(opened: Season) -> None:
    await opened.file()
    await opened.pass_to("2026-11-25 08:00")
    for _ in range(2):
        opened.restart()
        await opened.tick()
    assert len(digests(opened)) == 1
    opened.moment.move_to(wib("2026-11-26 07:29"))
    opened.restart()
    await opened.tick()
    await opened.pass_to("2026-11-26 08:00")
    assert [minute for minute, _text in digests(opened)] == ["2026-11-25 07:30", "2026-11-26 07:30"]


async def test_a_long_digest_shows_the_most_pressing_and_counts_the_rest(opened: Season) -> None:
    for _ in range(23):
        await opened.file()
    opened.said.clear()
    await opened.pass_to("2026-11-25 07:30")
    digest = opened.last(opened.group(ROADS))
    assert len(digest.buttons) == 20
    assert digest.text.split("\n")[1] == "🆕 Belum ditanggapi: 23"
    assert digest.text.endswith("… dan 3 lagi: /antrean")


async def test_silent_groups_are_named_after_three_whole_working_days(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    await opened.pass_to("2026-12-02 12:00")
    named = [said for said in opened.said if said.chat == COORDINATION and said.text.startswith("🔕")]
    assert [said.minute for said in named] == ["2026-11-30 07:30", "2026-12-01 07:30", "2026-12-02 07:30"]
    assert named[0].text.split("\n")[1:] == ["PUPR PRKP: 1 laporan menunggu; terakhir bertindak Sel 24 Nov 08.12."]
    await opened.do(lambda desk: desk.note(number, PETUGAS, "Sudah disurvei"))
    opened.said.clear()
    await opened.pass_to("2026-12-07 12:00")
    assert [text for _minute, text in opened.to(COORDINATION) if text.startswith("🔕")] == []


async def test_a_group_that_never_did_anything_is_named_and_a_new_report_does_not_make_one_silent(
    opened: Season,
) -> None:
    await opened.pass_to("2026-11-27 08:00")
    await opened.file()
    await opened.pass_to("2026-12-02 12:00")
    assert [text for _minute, text in opened.to(COORDINATION) if text.startswith("🔕")] == []
    await opened.pass_to("2026-12-03 12:00")
    assert "belum pernah ada tindakan" in next(said for said in opened.said if said.text.startswith("🔕")).text


async def test_an_agency_that_only_waits_for_its_reporter_is_not_silent(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    done = await opened.file()
    await opened.do(lambda desk: desk.accept(done, PETUGAS))
    await opened.do(lambda desk: desk.resolve(done, PETUGAS, "Sudah ditambal", [PHOTO]))
    await opened.pass_to("2026-12-04 12:00")
    assert [text for _minute, text in opened.to(COORDINATION) if text.startswith("🔕")] == []


async def test_reports_open_before_there_were_clocks_get_them(store: Store, opened: Season) -> None:
    number = await opened.file()
    async with opened.database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(alembic_config(sync), "0003"))
    await migrate(opened.database)
    opened.said.clear()
    await opened.tick()
    assert opened.said == []
    ticket = (await opened.row(number)).ticket
    await opened.pass_to("2026-11-26 12:00")
    told = [said for said in opened.to(opened.group(ROADS)) if said[1].startswith("⏳")]
    assert [minute for minute, _text in told] == ["2026-11-26 11:45"]
    assert ticket in told[0][1]


async def test_a_clock_set_back_by_months_has_its_mornings_again(opened: Season) -> None:
    opened.moment.move_to(wib("2026-03-02 09:00"))
    await opened.tick()
    await opened.file()
    await opened.pass_to("2026-03-03 12:00")
    assert [minute for minute, _text in digests(opened)] == ["2026-03-03 07:30"]


async def test_mornings_of_an_agency_no_longer_configured_are_dropped(opened: Season) -> None:
    async with opened.database.transaction(opened.moment.now()) as transaction:
        gone = Reminder(subject="agency:GONE", kind=ReminderKind.DIGEST, number=1, due_at=opened.moment.now())
        transaction.session.add(gone)
    await opened.tick()
    table = Reminder.__table__  # type: ignore[attr-defined]
    async with opened.database.reading() as reading:
        left = await reading.session.execute(sa.select(table.c.subject).where(table.c.state == ReminderState.PENDING))
        assert "agency:GONE" not in left.scalars().all()


@pytest.mark.parametrize(("started", "said"), [("2026-11-25 07:31", True), ("2026-11-25 16:05", False)])
async def test_a_bot_deployed_after_the_digests_time_says_it_while_the_working_day_lasts(
    store: Store, started: str, *, said: bool
) -> None:
    async with season(store.url) as before:
        await before.file()
    async with season(store.url, started, morning_messages=True) as opened:
        assert [minute for minute, _text in digests(opened)] == ([started] if said else [])
        opened.restart()
        await opened.tick()
        assert len(digests(opened)) == said
        await opened.pass_to("2026-11-26 08:00")
        assert digests(opened)[-1][0] == "2026-11-26 07:30"


async def test_on_a_day_off_a_bot_that_starts_says_no_digest(store: Store) -> None:
    async with season(store.url) as before:
        await before.file()
    async with season(store.url, "2026-11-28 09:00", morning_messages=True) as opened:
        assert digests(opened) == []
