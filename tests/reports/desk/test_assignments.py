"""Who has a report: every handing over ends one lead and begins another, and those who help see and speak, no more."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from reports.assignments import handles, lead_of, leads
from reports.authority import View, may
from reports.desk import Desk
from reports.errors import NotAllowed
from storage.tables import Proposal, Report
from tests.reports.desk.world import ANI, BUDI, PHOTO, WATI, Office

REFUSED: dict[str, Callable[[Desk, int], Awaitable[Report]]] = {
    "accept": lambda desk, number: desk.accept(number, WATI),
    "ask": lambda desk, number: desk.ask(number, WATI, "Sebelah mana?"),
    "reroute": lambda desk, number: desk.reroute(number, WATI, None, "Bukan urusan kami"),
    "propose": lambda desk, number: desk.propose(number, WATI, Proposal.REJECT, "Bukan laporan"),
    "promise": lambda desk, number: desk.promise(number, WATI, date(2026, 12, 1)),
    "resolve": lambda desk, number: desk.resolve(number, WATI, "Sudah ditambal", [PHOTO]),
}


async def assignments(office: Office) -> list[dict[str, Any]]:
    async with office.database.reading() as reading:
        query = sa.text("SELECT agency, role, assigned_by, ended_at IS NULL AS is_open FROM assignment ORDER BY id")
        return [dict(row) for row in (await reading.session.execute(query)).mappings()]


async def helped(office: Office, agency: str = "DLH") -> int:
    """File a report that its agency leads and another helps with."""
    number = await office.file()
    async with office.database.transaction(office.moment.now()) as transaction:
        report = await transaction.reports.for_change(number)
        assert report is not None
        await transaction.assignments.support(report, agency, by=ANI.id)
        await transaction.assignments.support(report, agency, by=ANI.id)
        assert handles(report, agency)
    return number


async def of(office: Office, number: int) -> Report:
    async with office.database.reading() as reading:
        report = await reading.reports.get(number)
    assert report is not None
    return report


async def test_every_handing_over_ends_one_lead_and_begins_another(office: Office) -> None:
    number = await office.file()
    office.moment.move(seconds=60)
    await office.do(lambda desk: desk.reroute(number, BUDI, "DLH", "Bukan jalan kami"))
    await office.do(lambda desk: desk.reroute(number, WATI, "PUPR", "Bukan sampah"))
    assert lead_of(await of(office, number)) is None
    await office.do(lambda desk: desk.dispose(number, ANI, "PUPR"))
    assert [(row["agency"], row["role"], row["assigned_by"], bool(row["is_open"])) for row in await assignments(office)] == [
        ("PUPR", "lead", None, False),
        ("DLH", "lead", BUDI.id, False),
        ("PUPR", "lead", ANI.id, True),
    ]  # fmt: skip


async def test_a_report_that_is_handed_on_twice_in_one_transaction_has_one_open_lead(office: Office) -> None:
    number = await office.file()

    async def twice(desk: Desk) -> Report:
        await desk.dispose(number, ANI, "DLH")
        return await desk.dispose(number, ANI, "PUPR")

    await office.do(twice)
    assert [(row["agency"], bool(row["is_open"])) for row in await assignments(office)] == [
        ("PUPR", False),
        ("DLH", False),
        ("PUPR", True),
    ]


async def test_a_report_of_no_agency_has_no_assignment(office: Office) -> None:
    report = await of(office, await office.file("lain"))
    assert await assignments(office) == []
    assert lead_of(report) is None
    assert not handles(report, None)


async def test_an_agency_that_helps_sees_the_report_and_may_speak(office: Office) -> None:
    number = await helped(office)
    report = await of(office, number)
    assert handles(report, "DLH")
    assert not leads(report, "DLH")
    assert all(may(WATI, view, report) for view in (View.REPORT, View.STATUS, View.NAME))
    await office.do(lambda desk: desk.reply(number, WATI, "Sampahnya sudah kami angkut"))
    await office.do(lambda desk: desk.note(number, WATI, "Truk kedua besok"))
    assert await office.events(number) == ["filed", "replied", "noted"]


@pytest.mark.parametrize("act", REFUSED)
async def test_an_agency_that_helps_decides_nothing(office: Office, act: str) -> None:
    number = await helped(office)
    before = await office.row(number)
    with pytest.raises(NotAllowed):
        await office.do(lambda desk: REFUSED[act](desk, number))
    await office.do(lambda desk: desk.accept(number, BUDI))
    with pytest.raises(NotAllowed):
        await office.do(lambda desk: REFUSED[act](desk, number))
    assert before["lead"] == "PUPR"
    assert await office.events(number) == ["filed", "accepted"]


async def test_a_helper_that_is_handed_the_report_leads_it_and_helps_no_more(office: Office) -> None:
    number = await helped(office)
    await office.do(lambda desk: desk.reroute(number, BUDI, "DLH", "Lebih cocok di sana"))
    report = await of(office, number)
    assert leads(report, "DLH")
    assert report.supporting == []
    assert not handles(report, "PUPR")


async def test_reports_of_a_list_are_read_with_their_helpers_in_one_query_more(office: Office) -> None:
    numbers = [await helped(office) for _ in range(5)]
    async with office.database.reading() as reading:
        statements: list[str] = []
        connection = await reading.session.connection()
        sa.event.listen(
            connection.sync_connection,
            "before_cursor_execute",
            lambda _connection, _cursor, text, *_rest: statements.append(text),
        )
        found = await reading.reports.several(numbers)
        assert all(handles(report, "DLH") for report in found)
    assert len(statements) == 2
