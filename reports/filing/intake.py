"""Reading: how each kind of content becomes a field of the draft, or is refused with the reason.

Readers only fill fields (and open the next list); where the form goes from there is `advance`'s part.
"""

from dataclasses import replace

from reports.errors import Missing, OutsideRegency
from reports.filing.answers import Pointed
from reports.filing.attachments import MAX_ATTACHMENTS, Attachment
from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.screens import Problem, Reason
from reports.filing.typed_text import clean, count_words, has_letters
from reports.places import LONGEST_ADDRESS, Place, typed_address
from reports.visible_text import one_line

# Characters of a story after cleaning: enough to say something, and one Telegram message with what stands around it.
MIN_STORY = 10
MAX_STORY = 3500
# A story of one word says that something is wrong, never what.
MIN_STORY_WORDS = 2
# "Pasar" is a landmark; anything shorter is a word typed by mistake.
MIN_ADDRESS = 5
# Guesses shown before the full list.
MAX_GUESSES = 3


def read_story(draft: Draft, text: str, context: FormContext) -> Draft | Problem:
    """Keep the story and guess its category. The text stays as typed but for what nobody can see."""
    story = clean(text)
    if problem := _check(StepKey.STORY, story, MIN_STORY, MAX_STORY, MIN_STORY_WORDS):
        return problem
    known = {category.code for category in context.regency.categories}
    ranked = dict.fromkeys(code for code in context.guess(story) if code in known)
    return replace(draft, story=story, guesses=tuple(ranked)[:MAX_GUESSES])


def read_address(draft: Draft, text: str, context: FormContext) -> Draft | Problem:
    """Keep a typed address or landmark as the place."""
    address = one_line(text)
    if problem := _check(StepKey.PLACE, address, MIN_ADDRESS, LONGEST_ADDRESS, 1):
        return problem
    try:
        return replace(draft, place=typed_address(address))
    except Missing:
        return Problem(Reason.TOO_SHORT, {"field": StepKey.PLACE, "minimum": MIN_ADDRESS, "count": len(address)})


def read_list(draft: Draft, text: str, context: FormContext) -> Draft | Problem:
    """Find a kecamatan or desa by a name that is not quite the one in the list."""
    if draft.screen is ScreenKey.KECAMATAN_LIST:
        found = context.regions.find_kecamatan(text)
        return choose_kecamatan(draft, found.code) if found else Problem(Reason.NOT_IN_LIST)
    if draft.screen is ScreenKey.DESA_LIST and draft.picker.kecamatan_code:
        found = context.regions.find_desa(text, draft.picker.kecamatan_code)
        return choose_region(draft, found.code, context) if found else Problem(Reason.NOT_IN_LIST)
    return Problem(Reason.NOT_IN_LIST)


def read_choice(draft: Draft, text: str, context: FormContext) -> Draft | Problem:
    """Refuse free text where only a button's words or a file would do."""
    return Problem(Reason.CHOOSE)


def choose_kecamatan(draft: Draft, code: str) -> Draft:
    """Open the list of that kecamatan's desa."""
    return replace(draft, screen=ScreenKey.DESA_LIST, picker=Picker(kecamatan_code=code))


def choose_region(draft: Draft, code: str, context: FormContext) -> Draft:
    """Keep a desa, or a kecamatan alone, as the place."""
    return replace(draft, place=context.regions.place(code))


def read_point(answer: Pointed, context: FormContext) -> Place | Problem:
    """Return the place of a location or venue, with the venue's words as its address."""
    try:
        place = context.locate(answer.latitude, answer.longitude)
    except OutsideRegency:
        return Problem(Reason.OUTSIDE_REGENCY, {"regency": context.regency.name})
    words = [one_line(part) for part in (answer.title, answer.address) if part]
    address = ", ".join(dict.fromkeys(filter(None, words)))[:LONGEST_ADDRESS]
    return replace(place, address=address) if address else place


def with_point(place: Place | None, point: Place) -> Place:
    """Return a place told in words with its point added; a point that was there already is replaced, words and all."""
    if place is None or place.latitude is not None:
        return point
    if place.kecamatan_code is None or point.kecamatan_code in (None, place.kecamatan_code):
        return Place.from_json({**point.to_json(), **place.to_json()})
    return point if place.address is None else replace(point, address=place.address)


def keep_attachment(draft: Draft, attachment: Attachment) -> Draft | Problem:
    """Keep a file; one that is there already is kept once."""
    if not attachment.is_accepted:
        return Problem(Reason.FILE_NOT_ACCEPTED, {"name": one_line(attachment.file_name or "")})
    if any(kept.file_unique_id == attachment.file_unique_id for kept in draft.attachments):
        return draft
    if len(draft.attachments) >= MAX_ATTACHMENTS:
        return Problem(Reason.TOO_MANY_ATTACHMENTS, {"limit": MAX_ATTACHMENTS})
    return replace(draft, attachments=(*draft.attachments, attachment))


def _check(field: StepKey, text: str, minimum: int, limit: int, words: int) -> Problem | None:
    count = len(text)
    if not has_letters(text):
        return Problem(Reason.NO_WORDS, {"field": field, "minimum": minimum})
    if count < minimum or count_words(text) < words:
        return Problem(Reason.TOO_SHORT, {"field": field, "minimum": minimum, "count": count})
    if count > limit:
        return Problem(Reason.TOO_LONG, {"field": field, "limit": limit, "count": count, "over": count - limit})
    return None
