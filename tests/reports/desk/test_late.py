"""What coordinators do about a late agency, on both databases: admonish it, counted, or give it more time, with a reason."""

import pytest

from reports.errors import BadPromise, IllegalMove, Missing
from storage.tables import Proposal, Status
from tests.reports.desk.test_desk import wib
from tests.reports.desk.world import ANI, BUDI, SITI, Office


async def test_nudges_are_counted_and_change_nothing_else(office: Office) -> None:
    number = await office.file()
    before = await office.row(number)
    for count in (1, 2):
        await office.do(lambda desk: desk.nudge(number, ANI))
        assert (await office.row(number))["nudges"] == count
    after = await office.row(number)
    assert {name for name in after if after[name] != before[name]} == {
        "nudges", "version", "last_act", "last_actor", "last_at",
    }  # fmt: skip


async def test_more_time_to_answer_counts_from_the_day_it_had_until(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.extend(number, ANI, 3, "Petugas sedang diklat"))
    row = await office.row(number)
    assert row["response_due"] == wib("2026-12-02 16:00")
    assert row["resolution_due"] == wib("2026-12-14 16:00")


async def test_more_time_for_a_late_repair_counts_from_today_and_ends_a_promise(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.promise(number, BUDI, wib("2026-11-25").date()))
    office.moment.move_to(wib("2026-12-03 10:00"))
    await office.do(lambda desk: desk.extend(number, ANI, 7, "Menunggu bahan"))
    row = await office.row(number)
    assert (row["resolution_due"], row["promised_for"]) == (wib("2026-12-14 16:00"), None)
    assert await office.events(number) == ["filed", "accepted", "promised", "extended"]


async def test_a_longer_time_to_answer_never_ends_after_the_repair_is_due(office: Office) -> None:
    number = await office.file("sampah")
    await office.do(lambda desk: desk.extend(number, ANI, 14, "Libur panjang"))
    row = await office.row(number)
    assert row["response_due"] == row["resolution_due"] == wib("2026-12-17 16:00")


async def test_more_time_needs_a_reason_and_has_an_end(office: Office) -> None:
    number = await office.file()
    with pytest.raises(Missing, match="reason"):
        await office.do(lambda desk: desk.extend(number, ANI, 3, " "))
    with pytest.raises(BadPromise):
        await office.do(lambda desk: desk.extend(number, ANI, 3_000, "Lama sekali"))
    with pytest.raises(BadPromise):
        await office.do(lambda desk: desk.extend(number, ANI, 0, "Tidak ada"))


async def test_only_coordinators_and_only_while_an_agency_works_on_it(office: Office) -> None:
    number, nobodys = await office.file(), await office.file("lain")
    for act in ("nudge", "extend"):
        arguments = () if act == "nudge" else (3, "Alasan")
        with pytest.raises(IllegalMove):
            await office.do(lambda desk, act=act, rest=arguments: getattr(desk, act)(number, BUDI, *rest))
        with pytest.raises(Missing, match="agency"):
            await office.do(lambda desk, act=act, rest=arguments: getattr(desk, act)(nobodys, ANI, *rest))
    await office.coordination_group()
    await office.do(lambda desk: desk.propose(number, BUDI, Proposal.CANNOT_ACT, "Bukan jalan kami"))
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.nudge(number, ANI))
    await office.do(lambda desk: desk.withdraw(number, SITI))
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.extend(number, ANI, 3, "Alasan"))
    assert (await office.row(number))["status"] is Status.WITHDRAWN
