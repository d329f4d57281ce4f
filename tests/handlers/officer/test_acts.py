"""The table of acts: its texts exist, it obeys the law, and the card offers exactly what can be done."""

import itertools
from pathlib import Path

import pytest

from handlers.cards.acts import ACTS, BY_NAME, CardAct, offered
from handlers.texts import Texts
from reports.actors import LEADERS, OUTSIDERS, ActorRole, coordinator, officer
from reports.authority import RIGHTS
from storage.tables import Proposal, Status
from tests.storage.samples import report

SPEECH = Texts().speech("id")
PUPR, DLH, COORDINATORS = officer(None, None, "PUPR"), officer(None, None, "DLH"), coordinator(None, None)
IN_WORK = (Status.SUBMITTED, Status.IN_PROGRESS)


@pytest.mark.parametrize("entry", ACTS, ids=lambda entry: entry.name)
def test_every_act_has_its_texts_and_its_right(entry: CardAct) -> None:
    values = {"who": "Budi", "ticket": "TBN-26-000001-N", "to": "DLH", "days": 3}
    assert SPEECH.plain_text(f"btn-{entry.name}")
    if entry.prompts:
        assert "balas pesan ini" in SPEECH.plain_text(f"prompt-{entry.name}", **values)
        assert SPEECH.plain_text(f"placeholder-{entry.name}")
    assert entry.done is None or SPEECH.plain_text(entry.done)
    assert entry.prompts or entry.done, "nobody would see that it was done"
    assert entry.role in RIGHTS[entry.act]


def test_no_two_buttons_have_one_name() -> None:
    assert len(BY_NAME) == len(ACTS)


def test_an_agencys_card_offers_what_its_status_allows() -> None:
    for status in Status:
        names = [entry.name for entry in offered(report(status=status), PUPR)]
        assert names == {
            Status.SUBMITTED: ["accept", "ask", "reroute", "cannot"],
            Status.IN_PROGRESS: ["resolve", "promise", "ask", "reroute", "cannot"],
        }.get(status, [])
        assert not offered(report(status=status, proposal=Proposal.REJECT), PUPR)
        for others in (DLH, LEADERS, OUTSIDERS):
            assert not offered(report(status=status), others)


def test_the_coordinators_card_offers_what_is_to_be_decided() -> None:
    for status, agency, proposal in itertools.product(Status, ("PUPR", None), (None, Proposal.CANNOT_ACT)):
        about = report(status=status, lead=agency, proposal=proposal)
        decide = ["consent", "refuse"] if proposal else []
        chase = ["nudge", "extend"] if agency and not proposal else []
        expected = [*decide, "dispose", *chase] if status in IN_WORK else []
        assert [entry.name for entry in offered(about, COORDINATORS)] == expected
        assert {entry.role for entry in offered(about, COORDINATORS)} <= {ActorRole.COORDINATOR}


def test_the_officers_guide_explains_every_button_of_theirs() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "petugas.md").read_text(encoding="utf-8")
    missing = {
        entry.name
        for entry in ACTS
        if entry.role is ActorRole.OFFICER and f"| `{SPEECH.plain_text(f'btn-{entry.name}')}` |" not in guide
    }
    assert not missing
