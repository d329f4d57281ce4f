"""Step 3: the place, by point, by words, or from lists."""

from dataclasses import replace

import pytest

from reports.filing import Action, Misfit, Pointed, Reason, Said, ScreenKey, Sent, asks_location, choices
from reports.filing.steps.place import with_point
from reports.places import Place
from tests.reports.filing.world import CONTEXT, REGIONS, SEA, STORY, desa_number, photo, point, tap, walk

SUGIHARJO = next(desa.code for desa in REGIONS.desa("35.23.16") if desa.name == "Sugiharjo")


def at_place():
    return walk(STORY, "1").draft


def at_optional_place():
    return walk("Urus ktp lama sekali", "1").draft


def test_the_place_screen() -> None:
    draft = at_place()
    assert asks_location(draft)
    assert [[item.label for item in row] for row in choices(draft, CONTEXT)] == [
        ["Kirim lokasi saya"],
        ["Pilih kecamatan"],
        ["Kembali", "Batal"],
    ]


def test_a_location() -> None:
    asked = walk(point(), draft=at_place())
    assert asked.draft.place == Place(latitude=-6.9, longitude=112.05)
    assert (asked.screen.key, asked.screen.number) == (ScreenKey.ATTACHMENTS, 4)


def test_a_venue_keeps_its_words() -> None:
    asked = walk(point(title="Pasar Baru", address="Jl. Gajah Mada"), draft=at_place())
    assert asked.draft.place is not None
    assert asked.draft.place.address == "Pasar Baru, Jl. Gajah Mada"


@pytest.mark.parametrize("where", [SEA, (float("nan"), 112.0), (-91.0, 112.0), (-6.9, 181.0), (float("inf"), 0.0)])
def test_a_point_elsewhere_is_refused_with_the_regencys_name(where: tuple[float, float]) -> None:
    asked = walk(Pointed(*where), draft=at_place())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is Reason.OUTSIDE_REGENCY
    assert asked.screen.problem.args == {"regency": "Kabupaten Tuban"}
    assert asked.draft.place is None


@pytest.mark.parametrize("text", ["Pasar", "Depan\nPasar <Baru>", "x" * 300])
def test_an_address(text: str) -> None:
    asked = walk(text, draft=at_place())
    assert asked.draft.place == Place(address=text.replace("\n", " "))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("jl", Reason.TOO_SHORT),
        ("12345", Reason.NO_WORDS),
        ("📍", Reason.NO_WORDS),
        ("a / / / -", Reason.TOO_SHORT),
        ("jalan " * 60, Reason.TOO_LONG),
        ("lewati", Reason.CANNOT_SKIP),
        ("kirim", Reason.NOT_HERE),
        ("ubah", Reason.NOT_HERE),
        ("Kirim lokasi saya", Reason.LOCATION_BY_BUTTON),
    ],
)
def test_what_is_no_address(text: str, reason: Reason) -> None:
    asked = walk(text, draft=at_place())
    assert asked.screen.problem is not None
    assert asked.screen.problem.reason is reason
    assert asked.draft.place is None


def test_a_desa_from_the_lists_by_tap() -> None:
    kecamatan = walk(Action.PICK_KECAMATAN, draft=at_place()).draft
    desa = tap(kecamatan, Action.KECAMATAN, "35.23.16").draft
    assert desa.screen is ScreenKey.DESA_LIST
    asked = tap(desa, Action.DESA, SUGIHARJO)
    assert asked.draft.place == Place(
        kecamatan_code="35.23.16", kecamatan="Tuban", desa_code=SUGIHARJO, desa="Sugiharjo"
    )


@pytest.mark.parametrize("kecamatan", ["19", "tuban", "Kecamatan Tuban", "kec. tubann"])
@pytest.mark.parametrize("desa", [desa_number("35.23.16", "Sugiharjo"), "SUGIHARJO", "desa sugiharjo"])
def test_a_desa_from_the_lists_by_words(kecamatan: str, desa: str) -> None:
    place = walk("pilih kecamatan", kecamatan, desa, draft=at_place()).draft.place
    assert place is not None
    assert place.desa_code == SUGIHARJO


def test_a_kecamatan_alone() -> None:
    place = walk("pilih kecamatan", "jenu", "tidak tahu desanya", draft=at_place()).draft.place
    assert place == Place(kecamatan_code="35.23.12", kecamatan="Jenu")


def test_a_long_list_of_desa_has_pages_and_keeps_its_kecamatan() -> None:
    first = walk("pilih kecamatan", "bancar", draft=at_place()).draft
    last = REGIONS.desa("35.23.04")[-1]
    assert walk("24", draft=first).draft.place.desa == last.name
    second = tap(first, Action.NEXT_PAGE, "1").draft
    assert [item.number for row in choices(second, CONTEXT)[:2] for item in row] == [21, 22, 23, 24]
    assert tap(second, Action.DESA, last.code).draft.place.desa_code == last.code


def test_a_desa_of_another_kecamatan_is_refused() -> None:
    desa = walk("pilih kecamatan", "jenu", draft=at_place()).draft
    asked = tap(desa, Action.DESA, SUGIHARJO)
    assert asked.screen.problem.reason is Reason.STALE
    assert walk("Sugiharjo", draft=desa).screen.problem.reason is Reason.NOT_IN_LIST


def test_back_out_of_the_lists() -> None:
    draft = walk("pilih kecamatan", "jenu", draft=at_place()).draft
    for screen in (ScreenKey.KECAMATAN_LIST, ScreenKey.PLACE, ScreenKey.CATEGORY):
        draft = walk("kembali", draft=draft).draft
        assert draft.screen is screen


def test_a_location_is_an_answer_in_the_lists_too() -> None:
    asked = walk("pilih kecamatan", "jenu", point(), draft=at_place())
    assert asked.screen.key is ScreenKey.ATTACHMENTS


def test_a_place_that_is_not_needed_can_be_skipped() -> None:
    draft = at_optional_place()
    assert Action.SKIP in [item.action for row in choices(draft, CONTEXT) for item in row]
    assert walk("lewati", draft=draft).screen.key is ScreenKey.ATTACHMENTS
    assert walk(Action.SKIP, draft=draft).draft.place is None


def test_a_photo_at_the_place_is_kept_and_the_place_asked_again() -> None:
    asked = walk(Sent(photo()), draft=at_place())
    assert asked.screen.key is ScreenKey.PLACE
    assert asked.screen.notice is not None
    assert len(asked.draft.attachments) == 1


def test_back_at_the_place_it_can_be_kept() -> None:
    asked = walk("Pasar Baru", "kembali", draft=at_place())
    assert asked.screen.key is ScreenKey.PLACE
    kept = walk("lanjut", draft=asked.draft)
    assert kept.screen.key is ScreenKey.ATTACHMENTS
    assert kept.draft.place == Place(address="Pasar Baru")


def test_a_later_point_joins_the_address() -> None:
    asked = walk(Said("Pasar Baru", 9), point(), draft=at_place())
    assert asked.screen.key is ScreenKey.ATTACHMENTS
    assert asked.draft.place == Place(latitude=-6.9, longitude=112.05, address="Pasar Baru")


def test_with_point_lets_a_point_overrule_another_kecamatan_but_no_words() -> None:
    told = Place(address="Pasar Baru", kecamatan_code="35.23.17", kecamatan="Jenu", desa="Beji")
    there = Place(latitude=-6.9, longitude=112.0, kecamatan_code="35.23.16", kecamatan="Tuban")
    assert with_point(told, there) == replace(there, address="Pasar Baru")
    assert with_point(replace(told, address=None), there) == there
    same = replace(there, kecamatan_code="35.23.17", kecamatan="Jenu")
    assert with_point(told, same) == replace(same, address="Pasar Baru", desa="Beji")
    assert with_point(there, same) == same


@pytest.mark.parametrize("kind", ["sticker", "poll", "contact", "dice", "video_note"])
def test_what_fits_no_question_is_answered_with_the_question(kind: str) -> None:
    draft = at_place()
    asked = walk(Misfit(kind, 3), draft=draft)
    assert asked.screen.problem is not None
    assert (asked.screen.problem.reason, asked.screen.problem.args) == (Reason.MISFIT, {"kind": kind})
    assert asked.screen.key is ScreenKey.PLACE
    assert asked.draft == draft
