"""Whoever adds a button to the card finds all its texts in one file."""

from pathlib import Path

import pytest

import handlers
from handlers.cards.acts import ACTS, CardAct

OFFICER = Path(handlers.__file__).parent / "locale" / "id" / "officer.ftl"


@pytest.mark.parametrize("entry", ACTS, ids=lambda entry: entry.name)
def test_the_texts_of_a_button_stand_together(entry: CardAct) -> None:
    names = {line.partition(" = ")[0] for line in OFFICER.read_text(encoding="utf-8").splitlines()}
    wanted = {f"btn-{entry.name}", f"help-{entry.name}"}
    if entry.prompts:
        wanted |= {f"prompt-{entry.name}", f"placeholder-{entry.name}"}
    if entry.done is not None:
        wanted.add(entry.done)
    assert wanted <= names
