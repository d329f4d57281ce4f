"""The desk on both databases: what each act changes, what a refusal leaves (nothing), and who wins of two at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from reports.desk import Desk
from reports.desk.case import FURTHER
from reports.errors import BadPromise, IllegalMove, Missing, NotAllowed, NotFound, TaproseError
from storage.engine import Database
from storage.errors import ChangedMeanwhile
from storage.tables import Proposal, Report, ReportAttachment, Status
from tests.clock import MovableMoment
from tests.conftest import Store
from tests.reports.desk.world import ANI, BUDI, CALENDAR, JAKARTA, PHOTO, SITI, STRANGER, WATI, Office

Act = Callable[[Desk], Awaitable[Report]]


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


async def test_a_filed_report_has_its_ticket_agency_and_clocks(office: Office) -> None:
    row = await office.row(await office.file())
    assert (row["ticket"][:13], row["lead"], row["status"]) == ("TBN-26-000001", "PUPR", Status.SUBMITTED)
    assert row["response_due"] == wib("2026-11-27 16:00")
    assert row["resolution_due"] == CALENDAR.due(office.moment.now(), 14)
    assert office.ears.heard_of == [("filed", "submitted")]


async def test_a_report_goes_through_its_whole_life(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    await office.do(lambda desk: desk.add(number, SITI, "Dekat gapura"))
    await office.do(lambda desk: desk.resolve(number, BUDI, "Sudah ditambal", [PHOTO]))
    await office.do(lambda desk: desk.reopen(number, SITI, "Masih berlubang"))
    await office.do(lambda desk: desk.resolve(number, BUDI, "Ditambal lagi", [PHOTO]))
    await office.do(lambda desk: desk.confirm(number, SITI))
    await office.do(lambda desk: desk.rate(number, SITI, 4))
    told = ["filed", "accepted", "asked", "answered", "resolved", "reopened", "resolved", "confirmed", "rated"]
    assert await office.events(number) == told
    assert [kind for kind, _ in office.ears.heard_of] == told
    row = await office.row(number)
    assert (row["status"], row["reopenings"], row["stars"]) == (Status.CLOSED, 1, 4)
    assert row["ended_at"] == office.moment.now()


async def test_waiting_for_the_reporter_pauses_both_clocks_exactly(office: Office) -> None:
    number = await office.file()
    before = await office.row(number)
    office.moment.move_to(wib("2026-11-24 10:00"))
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    office.moment.move_to(wib("2026-11-25 11:30"))
    await office.do(lambda desk: desk.add(number, SITI, "Dekat gapura"))
    after = await office.row(number)
    paused = timedelta(hours=10)  # 6 h on Tuesday, 4 h on Wednesday
    for clock in ("response_due", "resolution_due"):
        assert CALENDAR.elapsed(before[clock], after[clock]) == paused
    assert after["waiting_since"] is None


async def test_files_that_follow_at_once_are_marked_as_going_on(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.add(number, SITI, None, [PHOTO]))
    await office.do(lambda desk: desk.add(number, SITI, None, [PHOTO]))
    await office.do(lambda desk: desk.reply(number, BUDI, None, [PHOTO]))
    await office.do(lambda desk: desk.add(number, SITI, None, [PHOTO]))
    await office.do(lambda desk: desk.add(number, SITI, "Masih sama", [PHOTO]))
    office.moment.move(timedelta(minutes=1))
    await office.do(lambda desk: desk.add(number, SITI, None, [PHOTO]))
    office.moment.move(timedelta(minutes=1, seconds=1))
    await office.do(lambda desk: desk.add(number, SITI, None, [PHOTO]))
    async with office.database.reading() as reading:
        history = await reading.events.history(number)
    assert [bool((event.data or {}).get(FURTHER)) for event in history[1:]] == [
        False, True, False, False, False, True, False,
    ]  # fmt: skip


async def test_an_overdue_clock_is_not_forgiven_by_a_question(office: Office) -> None:
    number = await office.file()
    due = (await office.row(number))["response_due"]
    office.moment.move_to(due + timedelta(days=4))
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    office.moment.move(timedelta(days=3))
    await office.do(lambda desk: desk.add(number, SITI, "Dekat gapura"))
    row = await office.row(number)
    assert row["response_due"] == due
    assert row["responded_at"] > due


async def test_a_report_withdrawn_while_asked_waits_no_longer(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    await office.do(lambda desk: desk.withdraw(number, SITI))
    row = await office.row(number)
    assert (row["status"], row["waiting_since"], row["ended_at"]) == (Status.WITHDRAWN, None, office.moment.now())


async def test_a_promise_moves_the_resolution_clock_to_the_close_of_its_day(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2026, 12, 1)))
    row = await office.row(number)
    assert row["resolution_due"] == row["promised_for"] == wib("2026-12-01 16:00")


@pytest.mark.parametrize(("day", "why"), [("2026-11-23", "past"), ("2026-11-28", "holiday"), ("2027-11-30", "far")])
async def test_a_promise_that_nobody_can_keep_is_refused(office: Office, day: str, why: str) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    before = await office.row(number)
    with pytest.raises(BadPromise) as refused:
        await office.do(lambda desk: desk.promise(number, BUDI, date.fromisoformat(day)))
    assert refused.value.why == why
    assert await office.row(number) == before


async def test_the_second_bounce_goes_to_the_coordinators(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.reroute(number, BUDI, "DLH", "Ini sampah"))
    assert (await office.row(number))["lead"] == "DLH"
    await office.do(lambda desk: desk.reroute(number, WATI, "PUPR", "Ini jalan"))
    row = await office.row(number)
    assert (row["lead"], row["bounces"], row["status"]) == (None, 2, Status.SUBMITTED)
    await office.do(lambda desk: desk.dispose(number, ANI, "PUPR"))
    assert (await office.row(number))["lead"] == "PUPR"


async def test_a_new_agency_inherits_neither_promise_nor_words_nor_admonitions(office: Office) -> None:
    number = await office.file()
    filed = await office.row(number)
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.nudge(number, ANI))
    await office.do(lambda desk: desk.reply(number, BUDI, "Kami jadwalkan"))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2027, 1, 20)))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2027, 1, 27)))
    await office.do(lambda desk: desk.reroute(number, BUDI, "DLH", "Ini sampah"))
    row = await office.row(number)
    assert (row["lead"], row["promised_for"], row["resolution_due"]) == ("DLH", None, filed["resolution_due"])
    assert [row[name] for name in ("holder_id", "holder_name", "accepted_at", "responded_at")] == [None] * 4
    assert (row["last_answer"], row["nudges"], row["story"]) == (None, 0, filed["story"])


async def test_the_clock_without_the_promise_counts_the_pauses_under_it(office: Office) -> None:
    number = await office.file()
    due = (await office.row(number))["resolution_due"]
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2027, 1, 20)))
    office.moment.move_to(wib("2026-11-24 10:00"))
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    office.moment.move_to(wib("2026-11-25 11:30"))
    await office.do(lambda desk: desk.add(number, SITI, "Dekat gapura"))
    row = await office.row(number)
    assert row["promised_for"] == row["resolution_due"] == CALENDAR.add(wib("2027-01-20 16:00"), timedelta(hours=10))
    await office.do(lambda desk: desk.dispose(number, ANI, "DLH"))
    row = await office.row(number)
    assert (row["promised_for"], row["resolution_due"]) == (None, CALENDAR.add(due, timedelta(hours=10)))


async def test_a_clock_that_ran_out_behind_a_promise_starts_anew_for_the_next_agency(office: Office) -> None:
    number = await office.file()
    due = (await office.row(number))["resolution_due"]
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2027, 1, 20)))
    office.moment.move_to(due + timedelta(days=1))
    await office.do(lambda desk: desk.reroute(number, BUDI, None, "Bukan kami"))
    row = await office.row(number)
    assert (row["lead"], row["resolution_due"]) == (None, CALENDAR.due(office.moment.now(), 14))


async def test_without_a_promise_the_resolution_clock_runs_on_for_the_next_agency(office: Office) -> None:
    number = await office.file()
    due = (await office.row(number))["resolution_due"]
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.promise(number, BUDI, date(2026, 12, 1)))
    await office.do(lambda desk: desk.extend(number, ANI, 3, "Menunggu bahan"))
    extended = (await office.row(number))["resolution_due"]
    office.moment.move_to(extended + timedelta(days=1))
    await office.do(lambda desk: desk.reroute(number, BUDI, "DLH", "Ini sampah"))
    assert (await office.row(number))["resolution_due"] == extended != due


async def test_an_ending_needs_the_coordinators_where_there_are_some(office: Office) -> None:
    await office.coordination_group()
    number = await office.file()
    await office.do(lambda desk: desk.propose(number, BUDI, Proposal.CANNOT_ACT, "Jalan nasional"))
    assert (await office.row(number))["status"] is Status.SUBMITTED
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.refuse(number, ANI, "Tetap ditangani"))
    await office.do(lambda desk: desk.propose(number, BUDI, Proposal.REJECT, "Iseng saja"))
    await office.do(lambda desk: desk.consent(number, ANI))
    row = await office.row(number)
    assert (row["status"], row["ending_reason"], row["proposal"]) == (Status.REJECTED, "Iseng saja", None)


async def test_an_ending_takes_effect_at_once_where_there_are_no_coordinators(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.propose(number, BUDI, Proposal.CANNOT_ACT, "Jalan nasional"))
    assert (await office.row(number))["status"] is Status.CANNOT_ACT
    assert await office.events(number) == ["filed", "proposed", "consented"]


REFUSALS: dict[str, tuple[Callable[[int], Act], type[TaproseError]]] = {
    "another agency accepts": (lambda n: lambda desk: desk.accept(n, WATI), NotAllowed),
    "a stranger adds": (lambda n: lambda desk: desk.add(n, STRANGER, "saya juga"), NotAllowed),
    "a stranger withdraws": (lambda n: lambda desk: desk.withdraw(n, STRANGER), NotAllowed),
    "confirmed before it is resolved": (lambda n: lambda desk: desk.confirm(n, SITI), IllegalMove),
    "resolved before it is accepted": (lambda n: lambda desk: desk.resolve(n, BUDI, "sudah", [PHOTO]), IllegalMove),
    "rated before it is closed": (lambda n: lambda desk: desk.rate(n, SITI, 5), IllegalMove),
    "six stars": (lambda n: lambda desk: desk.rate(n, SITI, 6), Missing),
    "a question without words": (lambda n: lambda desk: desk.ask(n, BUDI, "  "), Missing),
    "rerouted to itself": (lambda n: lambda desk: desk.reroute(n, BUDI, "PUPR", "tidak tahu"), Missing),
    "rerouted without a reason": (lambda n: lambda desk: desk.reroute(n, BUDI, "DLH", ""), Missing),
    "an officer disposes": (lambda n: lambda desk: desk.dispose(n, BUDI, "DLH"), IllegalMove),
    "an officer consents": (lambda n: lambda desk: desk.consent(n, BUDI), Missing),
    "no such report": (lambda n: lambda desk: desk.accept(n + 99, BUDI), NotFound),
}


@pytest.mark.parametrize("name", REFUSALS)
async def test_a_refusal_leaves_no_trace(office: Office, name: str) -> None:
    make, error = REFUSALS[name]
    number = await office.file()
    before = await office.row(number)
    with pytest.raises(error):
        await office.do(make(number))
    assert await office.row(number) == before
    assert await office.events(number) == ["filed"]
    assert len(office.ears.heard_of) == 1


async def test_a_resolution_needs_its_proof(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    with pytest.raises(Missing, match="proof"):
        await office.do(lambda desk: desk.resolve(number, BUDI, "Sudah ditambal"))
    other = await office.file("sampah")
    await office.do(lambda desk: desk.accept(other, WATI))
    await office.do(lambda desk: desk.resolve(other, WATI, "Sudah diangkut"))


async def test_of_two_acts_at_once_exactly_one_wins(store: Store, moment: MovableMoment) -> None:
    databases = Database(store.url), Database(store.url)
    offices = [Office(database, moment) for database in databases]

    async def attempt(office: Office, act: Act) -> str:
        try:
            await office.do(act)
        except (IllegalMove, NotAllowed, ChangedMeanwhile):
            return "lost"
        return "won"

    try:
        for _ in range(12):
            number = await offices[0].file()
            found = await asyncio.gather(
                attempt(offices[0], lambda desk, n=number: desk.accept(n, BUDI)),  # type: ignore[misc]
                attempt(offices[1], lambda desk, n=number: desk.accept(n, BUDI)),  # type: ignore[misc]
            )
            assert sorted(found) == ["lost", "won"]
            assert await offices[0].events(number) == ["filed", "accepted"]
    finally:
        for database in databases:
            await database.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a" * 300 + ".pdf", "a" * 251 + ".pdf"), ("a" * 300, "a" * 255), ("foto.jpg", "foto.jpg")],
)
async def test_a_long_file_name_is_cut_before_its_ending(office: Office, given: str, kept: str) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.add(number, SITI, None, [replace(PHOTO, file_name=given)]))
    async with office.database.reading() as reading:
        names = [row.file_name for row in (await reading.session.execute(sa.select(ReportAttachment))).scalars()]
    assert kept in names
