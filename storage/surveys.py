"""The satisfaction survey's answers: one row for each person and quarter, made when they are asked."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Survey
from storage.upsert import Upsert

if TYPE_CHECKING:
    from storage.transaction import Transaction

_SURVEY = Survey.__table__  # type: ignore[attr-defined]
_ASK = Upsert(Survey, ["user_id", "quarter"], returning=["id"])


async def ask(transaction: "Transaction", user_id: int, quarter: str, agency: str | None) -> bool:
    """Note that a person is asked now about an agency; False when they were asked in that quarter before."""
    row = {"user_id": user_id, "quarter": quarter, "agency": agency, "asked_at": transaction.now}
    return (await transaction.session.execute(_ASK.on(transaction), row)).first() is not None


async def answer(transaction: "Transaction", user_id: int, answers: tuple[int, ...]) -> None:
    """Keep a person's nine answers with the last survey they were asked; answers that are there stay."""
    newest = sa.select(sa.func.max(_SURVEY.c.id)).where(_SURVEY.c.user_id == user_id).scalar_subquery()
    await transaction.session.execute(
        sa.update(_SURVEY)
        .where(_SURVEY.c.id == newest, _SURVEY.c.answers.is_(None))
        .values(answers="".join(str(number) for number in answers), answered_at=transaction.now)
    )


async def of_agency(session: AsyncSession, agency: str, quarter: str) -> list[tuple[int, ...]]:
    """Return everybody's answers about an agency in a quarter, in no telling order."""
    query = sa.select(_SURVEY.c.answers).where(
        _SURVEY.c.agency == agency, _SURVEY.c.quarter == quarter, _SURVEY.c.answers.is_not(None)
    )
    rows = (await session.execute(query.order_by(_SURVEY.c.answers))).scalars()
    return [tuple(int(digit) for digit in answers) for answers in rows]
