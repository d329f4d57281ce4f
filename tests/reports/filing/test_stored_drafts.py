"""Drafts as they stand in databases are read: one for every screen, short question and kind of content.

Those of older versions have other names for some fields; they are read, and stored again under today's.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from reports.filing import Done, Draft, Said, ScreenKey, StepKey, choices, current
from tests.reports.filing.test_walks import SENSIBLE
from tests.reports.filing.world import CONTEXT, STORY, answered

STORED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("stored_drafts.json").read_text("utf-8"))

TODAY = {"settled": "passed", "refused": "refused_message", "scolded": "refused_album", "unfit": "refused_file"}


def test_there_is_one_for_every_screen() -> None:
    assert {data.get("overlay", data["screen"]) for data in STORED.values()} == set(ScreenKey)
    assert {data["editing"] for data in STORED.values() if "editing" in data} == set(StepKey) - {StepKey.SUMMARY}


@pytest.mark.parametrize("name", STORED)
def test_a_stored_draft_is_read_whole_and_shows_its_screen(name: str) -> None:
    data = STORED[name]
    draft = Draft.from_json(data)
    assert json.loads(json.dumps(draft.to_json())) == {TODAY.get(key, key): value for key, value in data.items()}
    assert Draft.from_json(draft.to_json()) == draft
    shown = current(draft, CONTEXT)
    assert shown.draft == draft
    assert shown.screen.key == data.get("overlay", data["screen"])
    assert choices(draft, CONTEXT)


@pytest.mark.parametrize("name", STORED)
def test_a_stored_draft_can_be_sent(name: str) -> None:
    outcome: object = current(Draft.from_json(STORED[name]), CONTEXT)
    for message in range(20, 32):
        draft = outcome.draft  # type: ignore[attr-defined]
        outcome = answered(draft, Said(SENSIBLE[draft.shown].text, message))
        if isinstance(outcome, Done):
            break
    assert isinstance(outcome, Done)
    assert outcome.draft.story == STORED[name].get("story", STORY)


def test_what_the_fields_of_a_stored_draft_mean() -> None:
    assert Draft.from_json(STORED["story refused"]).refused_message == 5
    assert Draft.from_json(STORED["place passed"]).passed == {StepKey.PLACE}
    assert Draft.from_json(STORED["summary"]).passed == {StepKey.ATTACHMENTS}
    album = Draft.from_json(STORED["attachments with an album"])
    assert (album.albums, album.refused_album, album.refused_file) == (("x",), "x", "a.exe")
    second = Draft.from_json(STORED["category_list, second page"])
    assert second.picker.page == 1
    assert Draft.from_json(STORED["desa_list"]).picker.kecamatan_code == "35.23.16"
    assert Draft.from_json(STORED["emergency"]).emergency_shown
