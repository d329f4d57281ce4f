"""What must be looked up before the form goes on: asked once, put into the draft, and done without where it fails."""

import importlib
from dataclasses import dataclass, replace

import pytest

from reports.filing import (
    Action,
    Asked,
    Draft,
    Edited,
    FormContext,
    GuessCategory,
    Lookup,
    Misfit,
    NeedsLookup,
    Outcome,
    Remark,
    Said,
    ScreenKey,
    Sent,
    Tapped,
    advance,
    resume,
)
from reports.filing.answers import Answer
from reports.filing.steps.step import LookupRule
from tests.reports.filing.world import CONTEXT, STORY, fresh, photo, point, summary, walk

OTHER = "Lampu mati sejak Senin malam"


def needed(draft: Draft, answer: Answer) -> NeedsLookup:
    outcome = advance(draft, answer, CONTEXT)
    assert isinstance(outcome, NeedsLookup)
    return outcome


def asked(outcome: Outcome | NeedsLookup) -> Asked:
    assert isinstance(outcome, Asked)
    return outcome


@pytest.mark.parametrize(
    ("draft", "answer", "story"),
    [
        (fresh(), Said(STORY), STORY),
        (fresh(), Sent(photo(), caption=STORY, message_id=1), STORY),
        (walk(Said("jl rusak", 1)).draft, Edited(Said(STORY, 1)), STORY),
        (walk(Said(STORY, 1)).draft, Edited(Said(OTHER, 1)), OTHER),
        (walk(Sent(photo(), caption=STORY, message_id=1)).draft, Edited(Sent(photo(), OTHER, None, 1)), OTHER),
        (walk("ubah", "cerita", draft=summary()).draft, Said(OTHER), OTHER),
    ],
)
def test_a_new_story_however_it_comes_needs_a_guess(draft: Draft, answer: Answer, story: str) -> None:
    outcome = needed(draft, answer)
    assert outcome.lookup == GuessCategory(story)
    assert outcome.draft.story == story
    assert asked(resume(outcome, ["lampu", "ktp"], CONTEXT)).draft.guesses == ("lampu", "ktp")


@pytest.mark.parametrize("answer", [Said(STORY), Said("rusak"), Said("lanjut"), Edited(Said(STORY, 1)), point()])
def test_a_story_that_stays_the_same_needs_none(answer: Answer) -> None:
    draft = walk(Said(STORY, 1), Action.BACK).draft
    assert not isinstance(advance(draft, answer, CONTEXT), NeedsLookup)


def test_no_other_answer_needs_one() -> None:
    draft = walk(STORY).draft
    for answer in (
        Said("1"),
        Tapped(Action.BACK, None, draft.revision),
        Misfit("poll"),
        Sent(photo(), "rusak"),
        point(),
    ):
        assert isinstance(advance(draft, answer, CONTEXT), Asked)


def test_three_known_categories_at_most_are_kept_of_what_was_found() -> None:
    outcome = resume(needed(fresh(), Said(STORY)), ["hilang", "ktp", "jalan", "ktp", "lain1", "lampu"], CONTEXT)
    assert asked(outcome).draft.guesses == ("ktp", "jalan", "lain1")
    assert asked(outcome).screen.key is ScreenKey.CATEGORY


def test_without_findings_the_form_goes_on() -> None:
    for findings in (None, []):
        outcome = asked(resume(needed(fresh(), Said("Kebakaran di jalan raya", 7)), findings, CONTEXT))
        assert outcome.screen.key is ScreenKey.CATEGORY_LIST
        assert outcome.screen.emergency is not None
        assert outcome.draft.story == "Kebakaran di jalan raya"
        assert outcome.draft.answered == {7: ScreenKey.STORY}


def test_guesses_for_an_old_story_do_not_outlive_it() -> None:
    draft = walk(Said(STORY, 1)).draft
    outcome = asked(resume(needed(draft, Edited(Said(OTHER, 1))), None, CONTEXT))
    assert outcome.draft.guesses == ()
    assert outcome.screen.key is ScreenKey.CATEGORY_LIST
    assert outcome.screen.notice is not None
    assert outcome.screen.notice.remark is Remark.UPDATED


def test_where_the_category_is_known_the_form_goes_on_to_the_place() -> None:
    draft = fresh(category="jalan")
    assert asked(resume(needed(draft, Said(STORY)), ["lampu"], CONTEXT)).screen.key is ScreenKey.PLACE


def test_the_draft_given_and_the_look_up_are_left_alone() -> None:
    draft = fresh()
    outcome = needed(draft, Said(STORY))
    before = replace(outcome)
    first = resume(outcome, ["jalan"], CONTEXT)
    assert (draft, outcome) == (fresh(), before)
    assert resume(outcome, ["jalan"], CONTEXT) == first


@dataclass(frozen=True, slots=True)
class FindWitnesses(Lookup):
    """A look-up that is wanted whatever is known already."""

    attempt: int


def test_one_look_up_may_follow_another_but_each_kind_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def wanted(before: Draft, after: Draft, context: FormContext) -> Lookup:
        return FindWitnesses(len(after.guesses))

    def found(draft: Draft, witnesses: tuple[str, ...], context: FormContext) -> Draft:
        return replace(draft, albums=witnesses)

    rules = importlib.import_module("reports.filing.advance")._LOOKUPS
    monkeypatch.setitem(rules, FindWitnesses, LookupRule(FindWitnesses, wanted, found))
    first = needed(fresh(), Said(STORY))
    second = resume(first, ["jalan"], CONTEXT)
    assert isinstance(second, NeedsLookup)
    assert (first.lookup, second.lookup) == (GuessCategory(STORY), FindWitnesses(1))
    end = asked(resume(second, ("anna",), CONTEXT))
    assert (end.draft.guesses, end.draft.albums) == (("jalan",), ("anna",))
    assert end.draft.revision == fresh().revision + 1
