"""Retrying: how long, how often, until when."""

from dataclasses import replace
from itertools import islice

import pytest

from bot.support import Retry


def steady(**fields: float) -> Retry:
    """Return a retry whose jitter is always in the middle."""
    return Retry(**fields, chance=lambda: 0.5)  # type: ignore[arg-type]


def test_pauses_double_up_to_the_longest() -> None:
    assert list(islice(steady(first=0.5, longest=3.0).pauses(), 5)) == [0.5, 1.0, 2.0, 3.0, 3.0]


def test_a_run_of_failures_that_never_ends_stays_at_the_longest() -> None:
    assert steady(first=0.5, longest=30.0).pause(1_000_000) == 30.0


@pytest.mark.parametrize(("chance", "expected"), [(0.0, 7.5), (0.5, 10.0), (1.0, 12.5)])
def test_jitter_spreads_a_pause_by_a_quarter_either_way(chance: float, expected: float) -> None:
    assert Retry(10.0, 60.0, chance=lambda: chance).pause(1) == expected


def test_chance_is_drawn_anew_for_each_pause() -> None:
    drawn = iter([0.0, 1.0])
    assert list(islice(Retry(10.0, 10.0, chance=lambda: next(drawn)).pauses(), 2)) == [7.5, 12.5]


def test_tries_end_it() -> None:
    retry = steady(first=1.0, longest=60.0, tries=3)
    assert list(retry.pauses()) == [1.0, 2.0]
    assert retry.pause(3) is None


def test_time_ends_it() -> None:
    retry = steady(first=1.0, longest=60.0, within=100.0)
    assert retry.pause(5, 100.0) == 16.0
    assert retry.pause(6, 100.1) is None


def test_two_of_the_same_are_equal() -> None:
    retry = Retry(1.0, 60.0)
    assert retry == replace(retry, chance=lambda: 0.0)
