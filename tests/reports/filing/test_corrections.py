"""Edited messages: the answer follows, the question that stands keeps standing."""

from dataclasses import replace

import pytest

from reports.filing import Action, Edited, Reason, Remark, Said, ScreenKey, Sent, StepKey
from reports.places import Place
from storage.tables.reports import Identity
from tests.reports.filing.world import CONTEXT, SEA, STORY, desa_number, photo, play, point, walk


def told():
    """Everything typed, at the summary: story 1, category 2, address 3, photo 4, identity 5."""
    return walk(
        Said(STORY, 1),
        Said("1", 2),
        Said("Pasar Baru", 3),
        Sent(photo(), caption="utara", message_id=4),
        Action.NEXT,
        Said("anonim", 5),
    ).draft


def test_the_story_follows_its_message() -> None:
    asked = walk(Edited(Said("Lampu mati sejak Senin", 1)), draft=told())
    assert asked.draft.story == "Lampu mati sejak Senin"
    assert asked.screen.key is ScreenKey.SUMMARY
    assert asked.screen.notice is not None
    assert (asked.screen.notice.remark, asked.screen.notice.args) == (Remark.UPDATED, {"field": StepKey.STORY})
    assert asked.draft.category == "jalan"
    assert asked.draft.revision > told().revision


@pytest.mark.parametrize(
    ("message", "text", "field", "value"),
    [
        (2, "2", "category", None),
        (2, "lampu jalan", "category", "lampu"),
        (3, "Depan terminal", "place", Place(address="Depan terminal")),
        (5, "3", "identity", Identity.CONFIDENTIAL),
        (5, "nama ditampilkan", "identity", Identity.NAMED),
    ],
)
def test_any_answer_follows_its_message(message: int, text: str, field: str, value: object) -> None:
    before = told()
    asked = walk(Edited(Said(text, message)), draft=before)
    assert getattr(asked.draft, field) == (value or getattr(before, field))
    assert asked.screen.key is ScreenKey.SUMMARY


@pytest.mark.parametrize(
    ("message", "text", "reason"),
    [
        (1, "rusak", Reason.TOO_SHORT),
        (1, "😀", Reason.NO_WORDS),
        (2, "entah", Reason.EDIT_UNCLEAR),
        (3, "jl", Reason.TOO_SHORT),
        (3, "lewati", Reason.EDIT_UNCLEAR),
        (5, "batal", Reason.EDIT_UNCLEAR),
    ],
)
def test_an_edit_that_does_not_fit_keeps_the_old_answer(message: int, text: str, reason: Reason) -> None:
    before = told()
    asked = walk(Edited(Said(text, message)), draft=before)
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is reason
    assert asked.draft == before


def test_only_the_latest_answer_follows() -> None:
    draft = walk("ubah", "cerita", Said("Lampu mati semua", 9), draft=told()).draft
    asked = walk(Edited(Said("Jalan rusak lagi", 1)), draft=draft)
    assert asked.quiet
    assert asked.draft.story == "Lampu mati semua"
    assert walk(Edited(Said("Jalan rusak lagi", 9)), draft=draft).draft.story == "Jalan rusak lagi"


def test_an_edit_of_something_else_says_nothing() -> None:
    before = told()
    for answer in (Said("apa saja di sini", 77), Sent(photo("z"), message_id=78), point(SEA, message_id=79), Said("x")):
        asked = walk(Edited(answer), draft=before)
        assert asked.quiet
        assert asked.draft == before


def test_a_live_location_moves_alone() -> None:
    draft = walk(STORY, "1", point(message_id=3)).draft
    asked = walk(Edited(point((-7.0, 112.1), message_id=3)), draft=draft)
    assert asked.quiet
    assert asked.draft.place == draft.place


def test_a_photo_is_replaced_with_its_caption() -> None:
    asked = walk(Edited(Sent(photo("b"), caption="selatan", message_id=4)), draft=told())
    assert [(item.file_id, item.caption) for item in asked.draft.attachments] == [("file-b", "selatan")]
    assert asked.screen.notice is not None
    assert asked.screen.notice.args == {"field": StepKey.ATTACHMENTS}


def test_the_story_under_a_photo_follows() -> None:
    draft = walk(Sent(photo(), caption=STORY, message_id=1)).draft
    asked = walk(Edited(Sent(photo(), caption="Lampu mati sejak Senin", message_id=1)), draft=draft)
    assert asked.draft.story == "Lampu mati sejak Senin"
    assert asked.draft.guesses == ("lampu",)
    emptied = walk(Edited(Sent(photo(), message_id=1)), draft=draft)
    assert emptied.screen.problem is not None
    assert emptied.draft.story == STORY


def test_words_added_to_a_photo_are_the_story_that_was_asked() -> None:
    draft = walk(Sent(photo(), message_id=1)).draft
    asked = walk(Edited(Sent(photo(), caption=STORY, message_id=1)), draft=draft)
    assert asked.screen.key is ScreenKey.CATEGORY
    assert asked.draft.story == STORY
    assert [item.caption for item in asked.draft.attachments] == [None]
    assert asked.draft.answered == {1: ScreenKey.STORY}


def test_an_edit_can_raise_the_alarm() -> None:
    asked = walk(Edited(Said("Ada kebakaran di jalan itu", 1)), draft=told())
    assert asked.screen.emergency is not None


def test_a_desa_follows_its_message() -> None:
    draft = walk(STORY, "1", "pilih kecamatan", "tuban", Said("kutorejo", 8)).draft
    asked = walk(Edited(Said(desa_number("35.23.16", "Sugiharjo"), 8)), draft=draft)
    assert asked.draft.place is not None
    assert asked.draft.place.desa == "Sugiharjo"
    assert asked.screen.key is ScreenKey.ATTACHMENTS


def test_an_address_edited_keeps_the_point_that_joined_it() -> None:
    draft = walk(STORY, "1", Said("Pasar Baru", 3), point()).draft
    asked = walk(Edited(Said("Pasar Lama", 3)), draft=draft)
    assert asked.draft.place == Place(latitude=-6.9, longitude=112.05, address="Pasar Lama")


def test_a_desa_edited_keeps_the_point_that_joined_it() -> None:
    draft = walk(STORY, "1", "pilih kecamatan", "tuban", Said("kutorejo", 8), point()).draft
    place = walk(Edited(Said(desa_number("35.23.16", "Sugiharjo"), 8)), draft=draft).draft.place
    assert place is not None
    assert (place.desa, place.kecamatan, place.latitude) == ("Sugiharjo", "Tuban", -6.9)
    alone = walk(Edited(Said("tidak tahu desanya", 8)), draft=draft).draft.place
    assert alone is not None
    assert (alone.desa, alone.desa_code, alone.kecamatan, alone.latitude) == (None, None, "Tuban", -6.9)


def test_a_category_edited_asks_for_the_place_it_needs() -> None:
    draft = walk("Urus ktp lama sekali", Said("1", 2), "lewati", "lewati", "anonim").draft
    asked = walk(Edited(Said("jalan dan jembatan", 2)), draft=draft)
    assert asked.screen.key is ScreenKey.PLACE


def test_guesses_that_vanish_by_an_edit_leave_the_list() -> None:
    draft = walk(Said(STORY, 1)).draft
    assert walk(Edited(Said("Ada masalah lain", 1)), draft=draft).screen.key is ScreenKey.CATEGORY_LIST


def test_a_message_edited_without_a_change_says_nothing() -> None:
    before = told()
    assert play(before, Edited(Said(STORY, 1)), CONTEXT).quiet


def test_a_point_in_another_kecamatan_ends_what_the_list_said() -> None:
    elsewhere = Place(latitude=-6.9, longitude=112.05, kecamatan_code="35.23.12", kecamatan="Jenu")
    context = replace(CONTEXT, locate=lambda latitude, longitude: elsewhere)
    draft = walk(STORY, "1", "pilih kecamatan", "tuban", Said("kutorejo", 8), point(), context=context).draft
    assert draft.place == elsewhere
    assert walk(Edited(Said("sugiharjo", 8)), draft=draft).quiet


def test_a_desa_of_a_kecamatan_that_was_taken_out_cannot_be_corrected() -> None:
    draft = walk(STORY, "1", "pilih kecamatan", "tuban", Said("kutorejo", 8)).draft
    assert draft.place is not None
    gone = replace(draft, place=replace(draft.place, kecamatan_code="35.23.99"))
    asked = walk(Edited(Said("sugiharjo", 8)), draft=gone)
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.EDIT_UNCLEAR


def test_too_few_words_under_a_photo_can_be_edited_into_the_story() -> None:
    draft = walk("ubah", "cerita", Sent(photo("b"), caption="rusak", message_id=9), draft=told()).draft
    assert draft.story == STORY
    asked = walk(Edited(Sent(photo("b"), caption="Lampu mati semua", message_id=9)), draft=draft)
    assert asked.draft.story == "Lampu mati semua"
    assert asked.screen.key is ScreenKey.SUMMARY


def test_words_under_a_photo_that_was_one_too_many_can_be_edited_into_the_story() -> None:
    five = [Sent(photo(name)) for name in "abcde"]
    draft = walk(*five, Sent(photo("f"), caption="rusak", message_id=9)).draft
    asked = walk(Edited(Sent(photo("f"), caption=STORY, message_id=9)), draft=draft)
    assert asked.draft.story == STORY
    assert len(asked.draft.attachments) == 5
