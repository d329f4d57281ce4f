"""The clock's own act: a report whose reporter stays silent is closed as silent, on both databases."""

import pytest

from reports.errors import IllegalMove
from storage.tables import Closing, Status
from tests.reports.desk.world import BUDI, PHOTO, SITI, Office


async def test_silence_after_a_repair_is_recorded_as_silence(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.accept(number, BUDI))
    await office.do(lambda desk: desk.resolve(number, BUDI, "Sudah ditambal", [PHOTO]))
    await office.do(lambda desk: desk.lapse(number))
    row = await office.row(number)
    assert (row["status"], row["closing"], row["stars"]) == (Status.CLOSED, Closing.SILENT, None)
    assert row["ended_at"] == office.moment.now()
    assert row["resolved_at"] is not None
    assert office.ears.heard_of[-1] == ("closed", "closed")


async def test_silence_after_a_question_ends_the_wait(office: Office) -> None:
    number = await office.file()
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    await office.do(lambda desk: desk.lapse(number))
    row = await office.row(number)
    assert (row["status"], row["closing"], row["waiting_since"]) == (Status.CLOSED, Closing.SILENT, None)
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.add(number, SITI, "Sisi utara"))


async def test_whoever_answered_in_time_is_not_closed(office: Office) -> None:
    number = await office.file()
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.lapse(number))
    await office.do(lambda desk: desk.ask(number, BUDI, "Sebelah mana?"))
    await office.do(lambda desk: desk.add(number, SITI, "Sisi utara"))
    with pytest.raises(IllegalMove):
        await office.do(lambda desk: desk.lapse(number))
    assert (await office.row(number))["status"] is Status.IN_PROGRESS
