"""What the form needs looked up is looked up while the answer is taken; where that fails, the answer is kept."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from handlers.alarms import Alarms
from handlers.citizen.lookups import LOOKUPS
from handlers.dispatch import Dispatch
from handlers.reach import Reach
from reports.filing.steps import STEPS
from tests.handlers.conftest import Counter

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"


class LearnedModelBroken(Exception):
    """Whatever a guesser may raise."""


def _broken(story: str) -> list[str]:
    raise LearnedModelBroken(f"cannot read {story!r}")


@pytest.fixture
async def blind(counter: Counter) -> Counter:
    """A counter whose guesser fails."""
    office = replace(counter.office, guess=_broken)
    counter.office, counter.dispatch = office, Dispatch(office, Reach(office, Alarms(office)))
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")
    return counter


def test_every_look_up_of_a_step_can_be_made() -> None:
    assert {step.lookup.kind for step in STEPS if step.lookup is not None} == set(LOOKUPS)


async def test_the_category_is_guessed_from_the_story(counter: Counter) -> None:
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")
    await counter.send(text="/lapor")
    calls = await counter.send(text=STORY)
    assert "Langkah 2 dari 6" in calls[0]["text"]
    assert any(row[0]["text"] == "Kategori lain" for row in calls[0]["reply_markup"]["inline_keyboard"])


async def test_a_guess_that_fails_loses_no_story(blind: Counter) -> None:
    await blind.send(text="/lapor")
    with capture_logs() as logs:
        calls = await blind.send(text=STORY)
    assert "Langkah 2 dari 6" in calls[0]["text"]
    assert calls[0]["reply_markup"]["inline_keyboard"][0][0]["callback_data"].startswith("f1:category:")
    assert all(row[0]["text"] != "Kategori lain" for row in calls[0]["reply_markup"]["inline_keyboard"])
    [said] = [entry for entry in logs if entry["event"] == "a look-up failed"]
    assert (said["lookup"], said["error"]) == ("GuessCategory", "LearnedModelBroken")
    assert said["raised_in"].startswith("_broken, line ")
    assert STORY not in str(logs)
    for answer in ("1", "Depan Pasar Baru", "lewati"):
        await blind.send(text=answer)
    calls = await blind.send(text="anonim")
    assert STORY in calls[0]["text"]


async def test_a_guess_that_fails_loses_nothing_that_waited_for_a_form(blind: Counter) -> None:
    await blind.send(text=STORY)
    calls = await blind.send(text="/lapor")
    assert "Langkah 2 dari 6" in calls[0]["text"]
