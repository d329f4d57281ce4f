"""Step 2: the category, from guesses or the paged list."""

import pytest

from reports.filing import Action, Reason, ScreenKey, choices
from tests.reports.filing.world import CONTEXT, REGENCY, STORY, tap, walk


def at_guesses():
    return walk("Jalan rusak dan lampu mati").draft


def at_list():
    return walk(Action.OTHER_CATEGORY, draft=at_guesses()).draft


def test_the_guesses_with_their_agency() -> None:
    rows = choices(at_guesses(), CONTEXT)
    assert [[(item.number, item.label, item.detail) for item in row] for row in rows[:3]] == [
        [(1, "🚧 Jalan dan jembatan", "PUPR PRKP")],
        [(2, "🚧 Lampu jalan", "PUPR PRKP")],
        [(3, "Kategori lain", None)],
    ]
    assert [item.action for item in rows[3]] == [Action.BACK, Action.CANCEL]


@pytest.mark.parametrize("text", ["2", "2.", "lampu jalan", "🚧 LAMPU JALAN"])
def test_a_guess_typed(text: str) -> None:
    asked = walk(text, draft=at_guesses())
    assert asked.draft.category == "lampu"
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.PLACE, 3)


def test_a_category_typed_that_was_not_guessed() -> None:
    assert walk("kependudukan", draft=at_guesses()).draft.category == "ktp"


@pytest.mark.parametrize("text", ["3", "kategori lain"])
def test_other_categories(text: str) -> None:
    assert walk(text, draft=at_guesses()).screen.key is ScreenKey.CATEGORY_LIST


def test_the_list_has_eight_a_page_and_numbers_through() -> None:
    first = choices(at_list(), CONTEXT)
    assert [row[0].number for row in first[:8]] == list(range(1, 9))
    assert [item.action for item in first[8]] == [Action.NEXT_PAGE]
    second = tap(at_list(), Action.NEXT_PAGE, "1")
    rows = choices(second.draft, CONTEXT)
    assert [row[0].number for row in rows[:3]] == [9, 10, 11]
    assert [item.action for item in rows[3]] == [Action.PREVIOUS_PAGE]


def test_a_number_of_another_page_counts() -> None:
    assert walk("11", draft=at_list()).draft.category == "lainnya"


def test_back_from_the_list_is_the_guesses_then_the_story() -> None:
    asked = walk("kembali", draft=at_list())
    assert asked.screen.key is ScreenKey.CATEGORY
    assert walk("kembali", draft=asked.draft).screen.key is ScreenKey.STORY


@pytest.mark.parametrize("text", ["4", "99", "0", "sesuatu yang lain", "👍"])
def test_what_is_not_in_the_list(text: str) -> None:
    asked = walk(text, draft=at_guesses())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.NOT_IN_LIST
    assert asked.screen.key is ScreenKey.CATEGORY


def test_a_category_cannot_be_skipped() -> None:
    asked = walk("lewati", draft=at_guesses())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.CANNOT_SKIP


@pytest.mark.parametrize("code", ["hilang", "", "jalan; drop"])
def test_a_forged_category_is_refused(code: str) -> None:
    asked = tap(at_guesses(), Action.CATEGORY, code)
    assert asked.screen.problem.reason is Reason.STALE
    assert asked.draft.category is None


def test_every_category_can_be_reached_by_its_name() -> None:
    for category in REGENCY.categories:
        assert walk(category.name, draft=walk(STORY).draft).draft.category == category.code


def test_a_list_left_is_opened_again_at_its_beginning() -> None:
    draft = walk("Ada masalah di kampung").draft
    second = tap(draft, Action.NEXT_PAGE, "1").draft
    assert choices(second, CONTEXT)[0][0].number == 9
    again = walk("kembali", "lanjut", draft=second).draft
    assert choices(again, CONTEXT)[0][0].number == 1
