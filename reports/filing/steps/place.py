"""The place: a point on the map, an address or landmark in words, or a kecamatan and desa from lists."""

from collections.abc import Sequence
from dataclasses import replace

from reports.errors import Missing, OutsideRegency
from reports.filing.actions import Action
from reports.filing.answers import Pointed
from reports.filing.buttons import Choice, Rows, button, paged
from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.outcomes import Notice, Problem, Reason, Remark
from reports.filing.steps.length import length_problem
from reports.filing.steps.step import Acted, Answered, Read, ScreenRules, Stays, Step, noted
from reports.places import LONGEST_ADDRESS, Place, typed_address
from reports.regions import Region
from reports.visible_text import one_line

MIN_ADDRESS = 5
"""Characters: "Pasar" is a landmark; anything shorter is a word typed by mistake."""

REGIONS_A_PAGE = 20
REGION_COLUMNS = 2
"""Long lists of short names go in two columns."""


def pointed(draft: Draft, answer: Pointed, context: FormContext) -> Read:
    """Take a location or venue as the place; where another question stands it is kept, and that question stays."""
    place = _read_point(answer, context)
    if isinstance(place, Problem):
        return place
    base = replace(draft, overlay=None)
    if draft.screen in PLACE.screens:
        return Answered(replace(base, place=place))
    joined = with_point(base.place, place)
    after = replace(base, place=joined)
    if base.place and joined.desa_code != base.place.desa_code:
        # The point overruled the lists; the message that chose from them answers nothing any more.
        after = noted(after, PLACE.screens, ScreenKey.PLACE, None)
    return Stays(after, Notice(Remark.PLACE_KEPT))


def with_point(place: Place | None, point: Place) -> Place:
    """Return a place told in words with its point added; a point that was there already is replaced, words and all."""
    if place is None or place.latitude is not None:
        return point
    if place.kecamatan_code is None or point.kecamatan_code in (None, place.kecamatan_code):
        return Place.from_json({**point.to_json(), **place.to_json()})
    return point if place.address is None else replace(point, address=place.address)


def _read_point(answer: Pointed, context: FormContext) -> Place | Problem:
    """Return the place of a location or venue, with the venue's words as its address."""
    try:
        place = context.locate(answer.latitude, answer.longitude)
    except OutsideRegency:
        return Problem(Reason.OUTSIDE_REGENCY, {"regency": context.regency.name})
    words = [one_line(part) for part in (answer.title, answer.address) if part]
    address = ", ".join(dict.fromkeys(filter(None, words)))[:LONGEST_ADDRESS]
    return replace(place, address=address) if address else place


def _is_optional(draft: Draft, context: FormContext) -> bool:
    """Tell whether the category chosen can do without a place."""
    code, regency = draft.category, context.regency
    return code is not None and regency.has_category(code) and not regency.category(code).needs_place


def _is_filled(draft: Draft, context: FormContext) -> bool:
    return draft.place is not None or (StepKey.PLACE in draft.passed and _is_optional(draft, context))


def _first_rows(draft: Draft, context: FormContext) -> Rows:
    return [[button(Action.SEND_LOCATION, context)], [button(Action.PICK_KECAMATAN, context)]]


def _choices(action: Action, regions: Sequence[Region]) -> list[Choice]:
    return [Choice(action, region.name, region.code, number) for number, region in enumerate(regions, 1)]


def _kecamatan(draft: Draft, context: FormContext) -> list[Choice]:
    return _choices(Action.KECAMATAN, context.regions.kecamatan())


def _desa(draft: Draft, context: FormContext) -> list[Choice]:
    code = draft.picker.kecamatan_code
    return _choices(Action.DESA, context.regions.desa(code)) if code else []


def _kecamatan_page(draft: Draft, context: FormContext) -> Rows:
    return paged(_kecamatan(draft, context), draft, context, size=REGIONS_A_PAGE, columns=REGION_COLUMNS)


def _desa_page(draft: Draft, context: FormContext) -> Rows:
    rows = paged(_desa(draft, context), draft, context, size=REGIONS_A_PAGE, columns=REGION_COLUMNS)
    return [*rows, [button(Action.ANY_DESA, context)]]


def _read_address(draft: Draft, text: str, context: FormContext) -> Read:
    """Keep a typed address or landmark as the place."""
    address = one_line(text)
    if problem := length_problem(StepKey.PLACE, address, minimum=MIN_ADDRESS, limit=LONGEST_ADDRESS, words=1):
        return problem
    try:
        return Answered(replace(draft, place=typed_address(address)))
    except Missing:
        return Problem(Reason.TOO_SHORT, {"field": StepKey.PLACE, "minimum": MIN_ADDRESS, "count": len(address)})


def _read_kecamatan(draft: Draft, text: str, context: FormContext) -> Read:
    """Find a kecamatan by a name that is not quite the one in the list."""
    found = context.regions.find_kecamatan(text)
    return _opened_desa(draft, found.code) if found else Problem(Reason.NOT_IN_LIST)


def _read_desa(draft: Draft, text: str, context: FormContext) -> Read:
    code = draft.picker.kecamatan_code
    found = context.regions.find_desa(text, code) if code else None
    return _chosen(draft, found.code, context) if found else Problem(Reason.NOT_IN_LIST)


def _opened_desa(draft: Draft, kecamatan: str) -> Stays:
    return Stays(replace(draft, screen=ScreenKey.DESA_LIST, picker=Picker(kecamatan_code=kecamatan)))


def _chosen(draft: Draft, code: str, context: FormContext) -> Answered:
    """Keep a desa, or a kecamatan alone, as the place."""
    return Answered(replace(draft, place=context.regions.place(code)))


def _point_by_button(draft: Draft, value: str, context: FormContext) -> Acted:
    return Problem(Reason.LOCATION_BY_BUTTON)


def _show_kecamatan(draft: Draft, value: str, context: FormContext) -> Acted:
    return Stays(replace(draft, screen=ScreenKey.KECAMATAN_LIST, picker=Picker()))


def _choose_kecamatan(draft: Draft, value: str, context: FormContext) -> Acted:
    return _opened_desa(draft, value)


def _choose_any_desa(draft: Draft, value: str, context: FormContext) -> Acted:
    return _chosen(draft, draft.picker.kecamatan_code or "", context)


def _picker_then(draft: Draft, screen: ScreenKey) -> Picker:
    return Picker(kecamatan_code=draft.place.kecamatan_code if draft.place and screen is ScreenKey.DESA_LIST else None)


def _reread(then: Draft, read: Draft) -> Draft:
    """Keep the point that may have joined the old words."""
    if then.place is None or read.place is then.place:
        return read
    told = read.place.to_json() if read.place else {}
    return replace(read, place=Place.from_json({**then.place.to_json(), "desa_code": None, "desa": None, **told}))


def _repaired(draft: Draft, context: FormContext) -> Draft:
    """Leave the list of a kecamatan that no longer exists."""
    if draft.screen is not ScreenKey.DESA_LIST:
        return draft
    if any(region.code == draft.picker.kecamatan_code for region in context.regions.kecamatan()):
        return draft
    return replace(draft, screen=ScreenKey.KECAMATAN_LIST, picker=Picker())


PLACE = Step(
    StepKey.PLACE,
    opens=lambda draft: ScreenKey.PLACE,
    screens={
        ScreenKey.PLACE: ScreenRules(_first_rows, read=_read_address, asks_location=True),
        ScreenKey.KECAMATAN_LIST: ScreenRules(_kecamatan_page, typed=_kecamatan, read=_read_kecamatan),
        ScreenKey.DESA_LIST: ScreenRules(
            _desa_page, typed=_desa, read=_read_desa, opened_from=ScreenKey.KECAMATAN_LIST
        ),
    },
    filled=_is_filled,
    skippable=_is_optional,
    acts={
        Action.SEND_LOCATION: _point_by_button,
        Action.PICK_KECAMATAN: _show_kecamatan,
        Action.KECAMATAN: _choose_kecamatan,
        Action.DESA: _chosen,
        Action.ANY_DESA: _choose_any_desa,
    },
    edit=Action.EDIT_PLACE,
    picker_then=_picker_then,
    reread=_reread,
    repaired=_repaired,
)
