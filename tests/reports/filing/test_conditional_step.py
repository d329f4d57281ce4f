"""A step may apply to some drafts only: here attachments are asked for roads alone."""

from dataclasses import replace

import pytest

from reports.filing import Action, Draft, Edited, FormContext, Said, ScreenKey, choices, steps
from reports.filing.steps.attachments import ATTACHMENTS
from reports.filing.steps.step import Step
from reports.filing.steps.summary import summary_of
from tests.reports.filing.world import CONTEXT, STORY, walk


def _is_road(draft: Draft, context: FormContext) -> bool:
    return draft.category == "jalan"


@pytest.fixture(autouse=True)
def attachments_of_roads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of steps with attachments that apply to roads only."""
    road = replace(ATTACHMENTS, applies=_is_road)
    questions: list[Step] = [road if step is ATTACHMENTS else step for step in steps.QUESTIONS]
    order = (*questions, summary_of(questions))
    monkeypatch.setattr("reports.filing.walk.STEPS", order)
    for step in order:
        monkeypatch.setitem(steps._BY_KEY, step.key, step)
        for screen in step.screens:
            monkeypatch.setitem(steps._BY_SCREEN, screen, step)


def test_it_is_asked_where_it_applies_and_passed_over_where_it_does_not() -> None:
    assert walk(STORY, "jalan dan jembatan", "Pasar Baru").screen.key is ScreenKey.ATTACHMENTS
    asked = walk("Lampu mati semua", "lampu jalan", "Pasar Baru")
    assert asked.screen.key is ScreenKey.IDENTITY
    assert walk("kembali", draft=asked.draft).screen.key is ScreenKey.PLACE


def test_it_is_left_when_it_stops_applying() -> None:
    draft = walk(STORY, Said("jalan dan jembatan", 2), "Pasar Baru").draft
    assert draft.screen is ScreenKey.ATTACHMENTS
    assert walk(Edited(Said("lampu jalan", 2)), draft=draft).screen.key is ScreenKey.IDENTITY


def test_it_is_asked_when_it_begins_to_apply() -> None:
    draft = walk("Lampu mati semua", Said("lampu jalan", 2), "Pasar Baru", "anonim").draft
    assert draft.screen is ScreenKey.SUMMARY
    assert walk(Edited(Said("jalan dan jembatan", 2)), draft=draft).screen.key is ScreenKey.ATTACHMENTS


@pytest.mark.parametrize(("category", "offered"), [("jalan dan jembatan", True), ("lampu jalan", False)])
def test_it_can_be_edited_where_it_applies(category: str, *, offered: bool) -> None:
    answers = ["lanjut"] if offered else []
    draft = walk(STORY, category, "Pasar Baru", *answers, "anonim", "ubah").draft
    actions = [choice.action for row in choices(draft, CONTEXT) for choice in row]
    assert (Action.EDIT_ATTACHMENTS in actions) is offered
