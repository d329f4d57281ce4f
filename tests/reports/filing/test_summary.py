"""Steps 5 and 6: identity, the summary, editing from it, and leaving."""

from dataclasses import replace

import pytest

from reports.filing import (
    Action,
    Cancelled,
    Done,
    Reason,
    Remark,
    ScreenKey,
    Sent,
    StepKey,
    Tapped,
    choices,
    current,
    interrupt,
)
from reports.places import Place
from storage.tables.reports import Identity
from tests.reports.filing.world import CONTEXT, STORY, fresh, photo, play, point, summary, walk


def at_identity():
    return walk(STORY, "1", "Pasar Baru", "lewati").draft


def labels(draft) -> list[list[str]]:
    return [[choice.label for choice in row] for row in choices(draft, CONTEXT)]


@pytest.mark.parametrize(
    ("answer", "identity"),
    [
        (Action.NAMED, Identity.NAMED),
        ("nama ditampilkan", Identity.NAMED),
        ("1", Identity.NAMED),
        ("Anonim", Identity.ANONYMOUS),
        ("3", Identity.CONFIDENTIAL),
        ("rahasia!", Identity.CONFIDENTIAL),
    ],
)
def test_who_sees_what(answer: str, identity: Identity) -> None:
    asked = walk(answer, draft=at_identity())
    assert asked.draft.identity is identity
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.SUMMARY, 6)


@pytest.mark.parametrize(
    ("text", "reason"), [("4", Reason.CHOOSE), ("terserah saja", Reason.CHOOSE), ("lewati", Reason.CANNOT_SKIP)]
)
def test_what_is_no_identity(text: str, reason: Reason) -> None:
    asked = walk(text, draft=at_identity())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is reason


def test_the_summary_and_its_buttons() -> None:
    assert labels(summary()) == [["Kirim"], ["Ubah", "Batal"]]


@pytest.mark.parametrize("word", [Action.SEND, "kirim"])
def test_sending(word: str) -> None:
    draft = summary()
    assert play(draft, word) == Done(draft)


def test_the_edit_menu() -> None:
    draft = walk("ubah", draft=summary()).draft
    assert labels(draft) == [["Cerita"], ["Kategori"], ["Lokasi"], ["Lampiran"], ["Identitas"], ["Kembali"]]
    assert current(draft, CONTEXT).screen.number == 6
    assert walk("kembali", draft=draft).screen.key is ScreenKey.SUMMARY


@pytest.mark.parametrize(
    ("field", "answer", "kept"),
    [
        ("cerita", "Lampu mati semua malam", {"story": "Lampu mati semua malam"}),
        ("2", "lampu jalan", {"category": "lampu"}),
        ("lokasi", point(), {"place": Place(latitude=-6.9, longitude=112.05)}),
        ("5", "rahasia", {"identity": Identity.CONFIDENTIAL}),
    ],
)
def test_editing_one_field_returns_to_the_summary(field: str, answer, kept: dict) -> None:
    before = summary()
    asked = walk("ubah", field, answer, draft=before)
    assert asked.screen.key is ScreenKey.SUMMARY
    assert asked.draft.editing is None
    for name in ("story", "category", "place", "attachments", "identity"):
        assert getattr(asked.draft, name) == kept.get(name, getattr(before, name))


def test_editing_attachments_returns_when_told() -> None:
    asked = walk("ubah", "lampiran", Sent(photo("b")), draft=summary())
    assert (asked.screen.key, asked.draft.editing) == (ScreenKey.ATTACHMENTS, StepKey.ATTACHMENTS)
    asked = walk("lanjut", draft=asked.draft)
    assert asked.screen.key is ScreenKey.SUMMARY
    assert len(asked.draft.attachments) == 2


@pytest.mark.parametrize("field", ["1", "2", "3", "4", "5"])
def test_an_edit_can_be_left_without_changing_anything(field: str) -> None:
    before = summary()
    asked = walk("ubah", field, "kembali", draft=before)
    assert asked.screen.key is ScreenKey.SUMMARY
    assert (asked.draft.story, asked.draft.place, asked.draft.category) == (before.story, before.place, before.category)


def test_a_bad_edit_keeps_the_old_answer_and_asks_again() -> None:
    asked = walk("ubah", "cerita", "rusak", draft=summary())
    assert asked.screen.problem is not None
    assert asked.draft.story == STORY
    assert asked.screen.key is ScreenKey.STORY


def test_a_category_that_needs_a_place_asks_for_the_one_skipped() -> None:
    draft = walk("Urus ktp lama sekali", "1", "lewati", "lewati", "anonim").draft
    assert draft.screen is ScreenKey.SUMMARY
    asked = walk("ubah", "kategori", "jalan dan jembatan", draft=draft)
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.PLACE, 3)
    assert walk("lewati", draft=asked.draft).screen.problem is not None
    assert walk("Pasar Baru", draft=asked.draft).screen.key is ScreenKey.SUMMARY


def test_a_photo_at_the_summary_is_kept_and_shown() -> None:
    asked = walk(Sent(photo("b")), draft=summary())
    assert asked.screen.key is ScreenKey.SUMMARY
    assert len(asked.draft.attachments) == 2
    assert asked.screen.notice is not None


def test_back_from_the_summary_by_word() -> None:
    assert walk("kembali", draft=summary()).screen.key is ScreenKey.IDENTITY


@pytest.mark.parametrize("word", ["batal", Action.CANCEL, "/batal"])
def test_cancelling_a_story_asks_once(word: str) -> None:
    asked = walk(word, draft=summary())
    assert asked.screen.key is ScreenKey.CONFIRM_CANCEL
    assert labels(asked.draft) == [["Ya, batalkan", "Lanjutkan"]]
    for yes in (Action.CONFIRM_CANCEL, "ya, batalkan", "ya", "batal"):
        assert isinstance(play(asked.draft, yes), Cancelled)
    for no in (Action.CONTINUE, "lanjutkan", "tidak", "kembali"):
        back = walk(no, draft=asked.draft)
        assert back.screen.key is ScreenKey.SUMMARY
        assert back.draft.story == STORY


def test_answering_the_question_beneath_means_to_go_on() -> None:
    draft = walk("batal", draft=at_identity()).draft
    assert walk("anonim", draft=draft).screen.key is ScreenKey.SUMMARY
    asked = walk("hmm", draft=draft)
    assert asked.screen.key is ScreenKey.CONFIRM_CANCEL
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.CHOOSE
    photographed = walk(Sent(photo()), draft=draft)
    assert photographed.screen.key is ScreenKey.IDENTITY


def test_without_a_story_cancelling_asks_nothing() -> None:
    assert isinstance(play(walk(Sent(photo())).draft, "batal"), Cancelled)


def test_coming_in_again_offers_the_draft() -> None:
    asked = interrupt(at_identity(), CONTEXT)
    assert asked.screen.key is ScreenKey.RESUME
    assert labels(asked.draft) == [["Lanjutkan", "Mulai baru"]]
    assert walk("lanjutkan", draft=asked.draft).screen.key is ScreenKey.IDENTITY
    over = play(asked.draft, "mulai baru")
    assert isinstance(over, Cancelled)
    assert over.restart


def test_coming_in_again_with_nothing_told_just_asks() -> None:
    assert interrupt(fresh(), CONTEXT).screen.key is ScreenKey.STORY


def test_a_button_of_an_earlier_screen_is_stale() -> None:
    old = walk(STORY).draft
    now = walk("1", draft=old).draft
    for button in (Tapped(Action.CATEGORY, "lampu", old.revision), Tapped(Action.SEND, None, now.revision)):
        asked = walk(button, draft=now)
        assert asked.screen.problem is not None
        assert asked.screen.problem.reason is Reason.STALE
        assert asked.screen.key is ScreenKey.PLACE
        assert asked.draft == now


def test_a_summary_that_changed_cannot_be_sent_from_its_old_buttons() -> None:
    old = summary()
    now = walk(point(), draft=old).draft
    asked = walk(Tapped(Action.SEND, None, old.revision), draft=now)
    assert asked.screen.problem is not None


def test_a_second_form_does_not_know_the_buttons_of_the_first() -> None:
    first = summary()
    second = fresh(after=first.revision)
    assert second.revision > first.revision


def test_labels_of_another_language_and_indonesian_both_count() -> None:
    english = replace(CONTEXT, labels={Action.SKIP: "Skip", Action.NEXT: "Next", Action.ANONYMOUS: "Anonymous"})
    draft = walk(STORY, "1", "Pasar Baru").draft
    assert [choice.label for choice in choices(draft, english)[-1]] == ["Kembali", "Skip", "Batal"]
    for word in ("skip", "lewati"):
        assert walk(word, draft=draft, context=english).screen.key is ScreenKey.IDENTITY


def test_nothing_notices_more_than_it_should() -> None:
    assert walk("anonim", draft=at_identity()).screen.notice is None
    assert walk(point(), draft=at_identity()).screen.notice.remark is Remark.PLACE_KEPT


@pytest.mark.parametrize("field", ["1", "2", "3", "5"])
def test_an_edit_is_left_by_one_button(field: str) -> None:
    assert labels(walk("ubah", field, draft=summary()).draft)[-1] == ["Kembali", "Batal"]
