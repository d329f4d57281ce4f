"""Satisfaction: the survey of PermenPANRB 14/2017 (SKM), and stars, which are something else and never become it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from reports.errors import Missing

ELEMENTS = (
    "requirements", "procedure", "time", "cost", "product", "competence", "conduct", "complaints", "facilities",
)  # fmt: skip
"""The nine elements (unsur) in the order of PermenPANRB 14/2017, each answered from 1 to 4."""

ANSWERS = range(1, 5)

FEWEST_ANSWERS = 5
"""Below so many answers nothing is shown: a figure of four people says who they were and little else."""

SCALE = 25
"""The mean of 1 to 4 becomes an index of 25 to 100 (PermenPANRB 14/2017)."""

_GRADES = ((Fraction("88.31"), "A"), (Fraction("76.61"), "B"), (Fraction("65.00"), "C"))
"""The least index of each grade, rounded to two places; what is lower is D."""

_QUARTER = re.compile(r"20[0-9]{2}-[1-4]")


@dataclass(frozen=True, slots=True)
class Index:
    """An agency's index (25-100, two places), its grade, each element's own index, and how many people answered."""

    value: float
    grade: str
    elements: tuple[float, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Stars:
    """The mean of what single reports were given (1-5, two places), and how many were rated. It is no index."""

    mean: float
    count: int


def checked(answers: Sequence[int]) -> tuple[int, ...]:
    """Return the nine answers of one person. Raises Missing("survey") when one is left out or not from 1 to 4."""
    if len(answers) != len(ELEMENTS) or any(answer not in ANSWERS for answer in answers):
        raise Missing("survey")
    return tuple(answers)


def index(surveys: Sequence[Sequence[int]]) -> Index | None:
    """Return the index of many people's answers; None for fewer than FEWEST_ANSWERS. Raises Missing("survey")."""
    answered = [checked(answers) for answers in surveys]
    if len(answered) < FEWEST_ANSWERS:
        return None
    means = [Fraction(sum(column), len(answered)) * SCALE for column in zip(*answered, strict=True)]
    value = _rounded(sum(means, Fraction()) / len(means))
    return Index(float(value), grade(float(value)), tuple(float(_rounded(mean)) for mean in means), len(answered))


def stars(total: int, count: int) -> Stars | None:
    """Return the mean of so many stars given to so many reports; None for fewer than FEWEST_ANSWERS."""
    return None if count < FEWEST_ANSWERS else Stars(float(_rounded(Fraction(total, count))), count)


def grade(value: float) -> str:
    """Return the grade of an index, which counts as rounded to two places: 88.305 is an A."""
    rounded = _rounded(Fraction(str(value)))
    return next((letter for least, letter in _GRADES if rounded >= least), "D")


def quarter(day: date) -> str:
    """Return the quarter of a day ("2026-4"), within which a person is asked at most once."""
    return f"{day.year}-{(day.month + 2) // 3}"


def is_quarter(name: str) -> bool:
    """Tell whether a text names a quarter of this century ("2026-4")."""
    return _QUARTER.fullmatch(name) is not None


def days_of(quarter: str) -> tuple[date, date]:
    """Return the first day of a quarter and the first day after it. Raises ValueError for what names none."""
    if not is_quarter(quarter):
        raise ValueError(f"{quarter!r} names no quarter")
    year, _, number = quarter.partition("-")
    first = date(int(year), int(number) * 3 - 2, 1)
    return first, (first + timedelta(days=100)).replace(day=1)


def _rounded(value: Fraction) -> Fraction:
    """Round half up to two places, as people do by hand."""
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)
