"""Places in few words, as lists and combined cards show them: never what a confidential reporter typed, never "none" of one there is."""

import pytest

from handlers.parts.places import in_brief
from handlers.texts import all_texts
from reports.places import Place
from storage.tables import Identity

SPEECH = all_texts().speech("id")


@pytest.mark.parametrize(
    ("place", "identity", "shown"),
    [
        (None, Identity.NAMED, "Tanpa lokasi"),
        (None, Identity.CONFIDENTIAL, "Tanpa lokasi"),
        (Place(address="Rumah Siti, RT 3"), Identity.ANONYMOUS, "Rumah Siti, RT 3"),
        (Place(address="Rumah Siti, RT 3"), Identity.CONFIDENTIAL, "lokasi di kartu"),
        (Place(address="Rumah Siti, RT 3", kecamatan="Jenu"), Identity.CONFIDENTIAL, "Jenu"),
    ],
)
def test_a_place_in_brief(place: Place | None, identity: Identity, shown: str) -> None:
    assert in_brief(place, identity, SPEECH) == shown
