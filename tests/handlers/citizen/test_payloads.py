"""Deep links: what a poster or a shared ticket opens, and what a damaged one does."""

import pytest

from handlers.citizen import payloads
from handlers.citizen.payloads import ToForm, ToReport
from tests.handlers.conftest import Counter


async def test_what_is_written_is_read(counter: Counter) -> None:
    office = counter.office
    desa = office.regions.desa("35.23.16")[0]
    for category in (None, "jalan_rusak"):
        for region in (None, "35.23.16", desa.code):
            if category is None and region is None:
                continue
            read = payloads.read(payloads.poster(category, region), office)
            place = None if region is None else office.regions.place(region)
            assert read == ToForm(category, place)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("lapor", ToForm()),
        ("r_TBN-26-000001-N", ToReport("TBN-26-000001-N")),
        ("r_TBN-26-000001-A", None),
        ("r_", None),
        ("p_", ToForm()),
        ("p_tidak_ada-999999", ToForm()),
        ("p_jalan_rusak-12", ToForm()),
        ("apa-saja", None),
    ],
)
async def test_damaged_links_open_what_can_be_opened(counter: Counter, payload: str, expected: object) -> None:
    assert payloads.read(payload, counter.office) == expected


def test_a_payload_too_long_for_telegram_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 64"):
        payloads.poster("x" * 63)
