"""The satisfaction index as PermenPANRB 14/2017 counts it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import Missing
from reports.satisfaction import ELEMENTS, FEWEST_ANSWERS, checked, days_of, grade, index, is_quarter, quarter, stars

survey = st.lists(st.integers(1, 4), min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        (100, "A"), (88.31, "A"), (88.305, "A"), (88.30, "B"), (76.61, "B"), (76.60, "C"), (65.00, "C"),
        (64.99, "D"), (25, "D"),
    ],
)  # fmt: skip
def test_grades_begin_where_the_regulation_says(value: float, letter: str) -> None:
    assert grade(value) == letter


def test_the_index_is_the_mean_of_nine_elements_times_25() -> None:
    found = index([[4, 4, 4, 4, 4, 4, 4, 4, 4], *[[3, 3, 3, 3, 3, 3, 3, 3, 3]] * 4])
    assert found is not None
    assert (found.value, found.grade, found.count) == (80.0, "B", 5)
    assert found.elements == (80.0,) * 9


def test_each_element_has_its_own_index() -> None:
    found = index([[1, 4, 4, 4, 4, 4, 4, 4, 4]] * 5)
    assert found is not None
    assert found.elements == (25.0, *[100.0] * 8)
    assert (found.value, found.grade) == (91.67, "A")


@given(st.lists(survey, max_size=FEWEST_ANSWERS - 1))
def test_few_answers_are_never_shown(surveys: list[list[int]]) -> None:
    assert index(surveys) is None


@given(st.lists(survey, min_size=FEWEST_ANSWERS, max_size=40))
def test_the_index_lies_on_the_scale_whoever_answered_first(surveys: list[list[int]]) -> None:
    found = index(surveys)
    assert found is not None
    assert 25 <= found.value <= 100
    assert found == index(surveys[::-1])
    assert len(found.elements) == len(ELEMENTS)


@pytest.mark.parametrize("answers", [[], [4] * 8, [4] * 10, [0, *[4] * 8], [5, *[4] * 8]])
def test_an_incomplete_survey_is_refused(answers: list[int]) -> None:
    with pytest.raises(Missing):
        checked(answers)
    with pytest.raises(Missing):
        index([answers] * FEWEST_ANSWERS)


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2026, 1, 1), "2026-1"), (date(2026, 3, 31), "2026-1"), (date(2026, 4, 1), "2026-2"),
     (date(2026, 12, 31), "2026-4"), (date(2027, 1, 1), "2027-1")],
)  # fmt: skip
def test_quarters(day: date, name: str) -> None:
    assert quarter(day) == name


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_within_its_quarter(day: date) -> None:
    first, after = days_of(quarter(day))
    assert first <= day < after
    assert quarter(first) == quarter(day) != quarter(after)


@pytest.mark.parametrize("name", ["", "2026", "2026-0", "2026-5", "2026-11", "1999-1", "IV 2026", "٢٠٢٦-1"])
def test_what_names_no_quarter(name: str) -> None:
    assert not is_quarter(name)
    with pytest.raises(ValueError, match="names no quarter"):
        days_of(name)


def test_stars_have_a_mean_from_five_on_and_no_index() -> None:
    assert stars(20, 4) is None
    found = stars(22, 5)
    assert found is not None
    assert (found.mean, found.count) == (4.4, 5)
    assert not hasattr(found, "grade")
