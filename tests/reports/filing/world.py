"""A small regency for the form's tests, with every kind of category and danger in it, and the real lists of desa."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from reports.filing import (
    Action,
    Asked,
    Attachment,
    Cancelled,
    Draft,
    FormContext,
    GuessCategory,
    NeedsLookup,
    Outcome,
    Pointed,
    Said,
    Sent,
    StepKey,
    Tapped,
    advance,
    begin,
    resume,
)
from reports.filing.answers import Answer
from reports.places import at_point
from reports.regency import Agency, Category, Emergency, Regency
from reports.regions import Regions
from storage.tables.reports import AttachmentKind

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"
INSIDE = (-6.9, 112.05)
SEA = (-5.5, 112.0)


REGIONS = Regions("35.23")


def category(code: str, name: str, *, needs_place: bool = True, agency: str | None = "PUPR") -> Category:
    return Category(
        code,
        name,
        "🚧",
        agency,
        needs_place=needs_place,
        needs_proof=False,
        resolution_days=14,
        words=(code,),
    )


REGENCY = Regency(
    name="Kabupaten Tuban",
    code="35.23",
    ticket_prefix="TBN",
    timezone=ZoneInfo("Asia/Jakarta"),
    language="id",
    agencies=(Agency("PUPR", "Dinas Pekerjaan Umum", "PUPR PRKP"),),
    categories=(
        category("jalan", "Jalan dan jembatan"),
        category("lampu", "Lampu jalan"),
        category("ktp", "Kependudukan", needs_place=False),
        *(
            category(f"lain{n}", f"Urusan {word}")
            for n, word in enumerate(["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh"])
        ),
        category("lainnya", "Lain-lain", needs_place=False, agency=None),
    ),
    outline=((111.5, -6.6), (112.3, -6.6), (112.3, -7.3), (111.5, -7.3)),
)


def guess(story: str) -> list[str]:
    return [code for code in ("jalan", "lampu", "ktp", "lainnya", "hilang") if code in story.lower()]


def emergency(story: str) -> Emergency | None:
    known = Emergency(("kebakaran",), "Pemadam kebakaran: 113.")
    return known if "kebakaran" in story.lower() else None


CONTEXT = FormContext(REGENCY, emergency, partial(at_point, REGENCY), REGIONS)


def photo(name: str = "a", **rest: str | None) -> Attachment:
    return Attachment(AttachmentKind.PHOTO, f"file-{name}", f"unique-{name}", **rest)  # type: ignore[arg-type]


def fresh(**rest: object) -> Draft:
    return begin(NOW, **rest)  # type: ignore[arg-type]


def number(names: Iterable[str], name: str) -> str:
    """The number that a list shows before a name."""
    return str([*names].index(name) + 1)


def desa_number(kecamatan: str, name: str) -> str:
    return number((desa.name for desa in REGIONS.desa(kecamatan)), name)


def walk(*answers: Answer | str | Action, draft: Draft | None = None, context: FormContext = CONTEXT) -> Asked:
    """Play answers; a text is said, an action is tapped with the revision then current. Each must leave the form open."""
    outcome: Outcome = Asked(draft or fresh(), screen=None)  # type: ignore[arg-type]
    for answer in answers:
        assert isinstance(outcome, Asked), outcome
        outcome = play(outcome.draft, answer, context)
    assert isinstance(outcome, Asked), outcome
    return outcome


def play(draft: Draft, answer: Answer | str | Action, context: FormContext = CONTEXT) -> Outcome:
    if isinstance(answer, Action):
        answer = Tapped(answer, None, draft.revision)
    elif isinstance(answer, str):
        answer = Said(answer)
    return answered(draft, answer, context)


def answered(draft: Draft, answer: Answer, context: FormContext = CONTEXT) -> Outcome:
    """Advance, with each look-up found on the way; none is asked for twice."""
    outcome = advance(draft, answer, context)
    asked = set()
    while isinstance(outcome, NeedsLookup):
        assert isinstance(outcome.lookup, GuessCategory)
        assert outcome.lookup not in asked
        asked.add(outcome.lookup)
        outcome = resume(outcome, guess(outcome.lookup.story), context)
    return outcome


def tap(draft: Draft, action: Action, value: str | None = None) -> Outcome:
    return answered(draft, Tapped(action, value, draft.revision))


def point(where: tuple[float, float] = INSIDE, **rest: str) -> Pointed:
    return Pointed(*where, **rest)  # type: ignore[arg-type]


def summary(story: str = STORY) -> Draft:
    """A complete draft, about to be sent."""
    asked = walk(story, "jalan dan jembatan", "Depan Pasar Baru", Sent(photo(), message_id=40), Action.NEXT, "anonim")
    assert asked.draft.screen == StepKey.SUMMARY
    return asked.draft


def is_cancelled(outcome: Outcome) -> bool:
    return isinstance(outcome, Cancelled)
