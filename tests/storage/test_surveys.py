"""Surveys on both databases: one for each person and quarter, and answers that stay as they were given."""

from storage.engine import Database
from tests.clock import MovableMoment


async def test_a_person_is_asked_once_a_quarter(database: Database, moment: MovableMoment) -> None:
    for quarter, user, expected in (
        ("2026-4", 1, True),
        ("2026-4", 1, False),
        ("2026-4", 2, True),
        ("2027-1", 1, True),
    ):
        async with database.transaction(moment.now()) as transaction:
            assert await transaction.surveys.ask(user, quarter, "DLH") is expected


async def test_answers_go_to_the_last_survey_and_are_given_once(database: Database, moment: MovableMoment) -> None:
    async with database.transaction(moment.now()) as transaction:
        await transaction.surveys.ask(1, "2026-4", "DLH")
        await transaction.surveys.ask(1, "2027-1", "PUPR")
        await transaction.surveys.ask(2, "2027-1", "PUPR")
    for answers in ((4,) * 9, (1,) * 9):
        async with database.transaction(moment.now()) as transaction:
            await transaction.surveys.answer(1, answers)
    async with database.reading() as reading:
        assert await reading.surveys.of_agency("PUPR", "2027-1") == [(4,) * 9]
        assert await reading.surveys.of_agency("DLH", "2026-4") == []
