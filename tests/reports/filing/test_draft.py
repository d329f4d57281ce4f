"""The draft goes to JSON and back, also between versions of the form and of the configuration."""

import json
from dataclasses import replace

from reports.filing import Draft, ScreenKey, choices, current
from reports.regency import Regency
from tests.reports.filing.world import CONTEXT, REGENCY, STORY, fresh, summary, walk


def test_an_empty_draft_is_small() -> None:
    draft = fresh()
    assert set(draft.to_json()) == {"started_at", "screen", "revision"}
    assert Draft.from_json(draft.to_json()) == draft


def test_a_full_draft_survives() -> None:
    draft = summary()
    assert Draft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


def test_what_another_version_wrote_is_read() -> None:
    data = {
        **walk(STORY).draft.to_json(),
        "screen": "horoscope",
        "identity": "royal",
        "settled": ["place", "horoscope"],
        "answered": {"5": "horoscope", "6": "story"},
        "unknown": 1,
    }
    draft = Draft.from_json(data)
    assert draft.screen is ScreenKey.STORY
    assert draft.identity is None
    assert draft.passed == {"place"}
    assert draft.answered == {6: ScreenKey.STORY}
    assert draft.story == STORY


def without(code: str) -> Regency:
    return replace(REGENCY, categories=tuple(item for item in REGENCY.categories if item.code != code))


def test_a_category_that_was_taken_out_is_asked_again() -> None:
    context = replace(CONTEXT, regency=without("jalan"))
    asked = current(summary(), context)
    assert asked.screen.key is ScreenKey.CATEGORY_LIST
    assert walk("lampu jalan", draft=asked.draft, context=context).screen.key is ScreenKey.SUMMARY


def test_a_kecamatan_that_was_taken_out_is_chosen_again() -> None:
    draft = walk(STORY, "1", "pilih kecamatan", "jenu").draft
    gone = replace(draft, picker=replace(draft.picker, kecamatan_code="99"))
    assert current(gone, CONTEXT).screen.key is ScreenKey.KECAMATAN_LIST


def test_a_page_beyond_the_end_is_the_last() -> None:
    draft = walk("Ada masalah di kampung").draft
    far = replace(draft, picker=replace(draft.picker, page=99))
    assert choices(far, CONTEXT)[0][0].number == 9
