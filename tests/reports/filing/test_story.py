"""Step 1: the story, and what may come in its place."""

from dataclasses import replace

import pytest

from reports.filing import Action, Asked, Cancelled, Edited, Reason, Remark, Said, ScreenKey, Sent, StepKey, choices
from tests.reports.filing.world import CONTEXT, STORY, fresh, photo, play, point, walk


def test_a_story_leads_to_the_guesses() -> None:
    asked = walk("Lampu mati, jalan gelap, ktp hilang, lainnya")
    assert asked.draft.guesses == ("jalan", "lampu", "ktp")
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.CATEGORY, 2)


def test_a_story_without_guesses_leads_to_the_list() -> None:
    assert walk("Ada masalah di kampung").screen.key is ScreenKey.CATEGORY_LIST


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NO_WORDS),
        ("   \u200b\u202e", Reason.NO_WORDS),
        ("🚧🚧🚧🚧🚧🚧🚧🚧🚧🚧🚧🚧", Reason.NO_WORDS),
        ("1234567890 1234567890", Reason.NO_WORDS),
        ("rusak", Reason.TOO_SHORT),
        ("jl rusak", Reason.TOO_SHORT),
        ("jalanrusaksekali", Reason.TOO_SHORT),
        ("a " * 1751 + "b", Reason.TOO_LONG),
        ("kata " * 2000, Reason.TOO_LONG),
    ],
)
def test_what_is_no_story(text: str, reason: Reason) -> None:
    asked = walk(text)
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is reason
    assert asked.screen.key is ScreenKey.STORY
    assert asked.draft.story is None


def test_a_story_too_long_says_how_much_to_cut() -> None:
    problem = walk("ab " * 1200).screen.problem
    assert problem is not None
    assert problem.args == {"field": "story", "limit": 3500, "count": 3599, "over": 99}


@pytest.mark.parametrize("text", ["jl rusak " + "a", "ab " * 1166 + "cd"])
def test_the_limits_of_a_story_are_stories(text: str) -> None:
    assert walk(text).draft.story == text


@pytest.mark.parametrize("text", ["Jalan <b>rusak</b> & *gelap* [x](y)", "Jalan rusak\n\nsejak \u202elama"])
def test_markup_is_kept_as_typed(text: str) -> None:
    assert walk(text).draft.story == text.replace("\u202e", "")


def test_an_emergency_is_told_once_and_the_form_goes_on() -> None:
    first = walk("Kebakaran rumah di jalan Basuki")
    assert first.screen.emergency == "Pemadam kebakaran: 113."
    assert first.screen.key is ScreenKey.CATEGORY
    again = walk(Action.BACK, "Masih kebakaran di jalan itu", draft=first.draft)
    assert again.screen.emergency is None


def test_a_photo_with_words_is_story_and_attachment() -> None:
    asked = walk(Sent(photo(), caption=STORY, message_id=7))
    assert asked.screen.key is ScreenKey.CATEGORY
    assert asked.draft.story == STORY
    assert [item.caption for item in asked.draft.attachments] == [None]
    assert asked.screen.notice is not None
    assert asked.screen.notice.args == {"count": 1, "left": 4}


def test_a_photo_with_too_few_words_is_kept_with_them() -> None:
    asked = walk(Sent(photo(), caption="rusak", message_id=7))
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.TOO_SHORT
    assert asked.draft.attachments[0].caption == "rusak"


def test_a_photo_alone_is_kept_and_the_story_asked() -> None:
    asked = walk(Sent(photo()))
    assert asked.screen.key is ScreenKey.STORY
    assert asked.screen.notice is not None
    assert asked.screen.notice.remark is Remark.ATTACHMENT_KEPT
    assert len(asked.draft.attachments) == 1


def test_a_location_is_kept_and_the_place_not_asked_again() -> None:
    asked = walk(point())
    assert asked.screen.key is ScreenKey.STORY
    assert asked.screen.notice is not None
    assert asked.screen.notice.remark is Remark.PLACE_KEPT
    assert walk(STORY, "1", draft=asked.draft).screen.key is ScreenKey.ATTACHMENTS


def test_a_poster_leaves_little_to_ask() -> None:
    draft = fresh(category="jalan", place=walk(point()).draft.place)
    assert walk(STORY, draft=draft).screen.key is ScreenKey.ATTACHMENTS


@pytest.mark.parametrize("word", ["kembali", "lewati", "LANJUT", "kirim", "Ubah."])
def test_a_control_that_leads_nowhere_is_answered(word: str) -> None:
    asked = walk(word)
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason in {Reason.FIRST_QUESTION, Reason.CANNOT_SKIP, Reason.NOT_HERE}
    assert asked.screen.key is ScreenKey.STORY


def test_the_first_question_can_only_be_left() -> None:
    assert [choice.action for row in choices(fresh(), CONTEXT) for choice in row] == [Action.CANCEL]
    assert isinstance(play(fresh(), "Batal"), Cancelled)


def test_back_at_the_story_keeps_it_until_another_comes() -> None:
    asked = walk(STORY, "1", Action.BACK, Action.BACK)
    assert asked.screen.key is ScreenKey.STORY
    assert [choice.action for row in choices(asked.draft, CONTEXT) for choice in row] == [Action.NEXT, Action.CANCEL]
    assert walk(Action.NEXT, draft=asked.draft).screen.key is ScreenKey.PLACE
    assert walk("Lampu mati semua", draft=asked.draft).draft.story == "Lampu mati semua"


def test_the_draft_given_is_left_alone() -> None:
    draft = fresh()
    before = replace(draft)
    play(draft, Said(STORY, 5))
    assert draft == before


def test_a_rejected_story_can_be_edited_into_one() -> None:
    asked = walk(Said("jl rusak", 5), Edited(Said("jl rusak berat", 5)))
    assert isinstance(asked, Asked)
    assert asked.draft.story == "jl rusak berat"
    assert asked.draft.answered == {5: StepKey.STORY}
