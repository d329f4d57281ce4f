"""The satisfaction survey's answers: one row for each person and quarter, made when they are asked."""

import sqlalchemy as sa

from storage.tables import SURVEYS, Survey
from storage.unit import Reads, Writes
from storage.upsert import Upsert

_ASK = Upsert(Survey, ["person_id", "quarter"], returning=["id"])


class SurveyReads(Reads):
    """Looks up what was answered."""

    async def of_agency(self, agency: str, quarter: str) -> list[tuple[int, ...]]:
        """Return everybody's answers about an agency in a quarter, in no telling order."""
        query = sa.select(SURVEYS.c.answers).where(
            SURVEYS.c.agency == agency, SURVEYS.c.quarter == quarter, SURVEYS.c.answers.is_not(None)
        )
        rows = (await self._session.execute(query.order_by(SURVEYS.c.answers))).scalars()
        return [tuple(int(digit) for digit in answers) for answers in rows]


class Surveys(SurveyReads, Writes):
    """The surveys of a transaction."""

    async def ask(self, person_id: int, quarter: str, agency: str | None) -> bool:
        """Note that a person is asked now about an agency; False when they were asked in that quarter before."""
        row = {"person_id": person_id, "quarter": quarter, "agency": agency, "asked_at": self._unit.now}
        return (await self._session.execute(self._unit.built(_ASK), row)).first() is not None

    async def answer(self, person_id: int, answers: tuple[int, ...]) -> None:
        """Keep a person's nine answers with the last survey they were asked; answers that are there stay."""
        newest = sa.select(sa.func.max(SURVEYS.c.id)).where(SURVEYS.c.person_id == person_id).scalar_subquery()
        await self._session.execute(
            sa.update(SURVEYS)
            .where(SURVEYS.c.id == newest, SURVEYS.c.answers.is_(None))
            .values(answers="".join(str(number) for number in answers), answered_at=self._unit.now)
        )
