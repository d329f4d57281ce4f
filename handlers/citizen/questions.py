"""The questions of the form in words: what each screen says above its buttons.

A screen says `ask-<its key>`; one that says more has a function here and a row in QUESTIONS.
"""

from collections import Counter
from collections.abc import Callable

from handlers.parts.places import in_line
from handlers.texts import Markup, Speech
from handlers.wording import cut, quoted
from reports.filing import Choice, Draft, FormContext, Rows, ScreenKey

STORY_UNITS = 2_600
"""UTF-16 units of the story in the summary; with all other lines the message stays under Telegram's 4,096."""

Question = Callable[[Speech, Draft, Rows, FormContext], list[str]]
"""Gives the lines of a question; empty ones are left out."""


def lines_of(speech: Speech, draft: Draft, key: ScreenKey, rows: Rows, context: FormContext) -> list[str]:
    """Return the lines of a screen's question with its numbered choices."""
    question = QUESTIONS.get(key)
    return question(speech, draft, rows, context) if question else [_ask(speech, key)]


def counted_files(speech: Speech, draft: Draft) -> str:
    """Return how many files of which kind there are: "2 foto, 1 dokumen"."""
    counts = Counter(item.kind for item in draft.attachments)
    return ", ".join(speech.plain_text(f"kind-{kind.value}", count=count) for kind, count in counts.items())


def dashed(name: str) -> str:
    """Return the part of a text's name that stands for a key of the form."""
    return str(name).replace("_", "-")


def _ask(speech: Speech, key: ScreenKey) -> Markup:
    return speech(f"ask-{dashed(key)}")


def _numbered(rows: Rows) -> list[Choice]:
    return [choice for row in rows for choice in row if choice.number is not None]


def _line(speech: Speech, choice: Choice, detail: str | None) -> Markup:
    if detail is None:
        return speech("form-choice", number=choice.number, label=choice.label)
    return speech("form-choice-detail", number=choice.number, label=choice.label, detail=detail)


def _names(speech: Speech, rows: Rows) -> Markup:
    """Return many short names in one line."""
    return speech("form-names", names=" · ".join(f"{choice.number} {choice.label}" for choice in _numbered(rows)))


def _listed(key: ScreenKey) -> Question:
    """Ask, with a line for each choice."""
    return lambda speech, draft, rows, context: [
        _ask(speech, key),
        *(_line(speech, choice, choice.detail) for choice in _numbered(rows)),
    ]


def _kecamatan_list(speech: Speech, draft: Draft, rows: Rows, context: FormContext) -> list[str]:
    return [_ask(speech, ScreenKey.KECAMATAN_LIST), _names(speech, rows)]


def _desa_list(speech: Speech, draft: Draft, rows: Rows, context: FormContext) -> list[str]:
    code = draft.picker.kecamatan_code
    kecamatan = next((region.name for region in context.regions.kecamatan() if region.code == code), "")
    return [speech("ask-desa-list", kecamatan=kecamatan), _names(speech, rows)]


def _attachments(speech: Speech, draft: Draft, rows: Rows, context: FormContext) -> list[str]:
    if not draft.attachments:
        return [_ask(speech, ScreenKey.ATTACHMENTS)]
    return [speech("ask-attachments-more", files=counted_files(speech, draft))]


def _identity(speech: Speech, draft: Draft, rows: Rows, context: FormContext) -> list[str]:
    """Ask, with a line for each choice that says who sees what."""
    choices = _numbered(rows)
    about = (speech.plain_text(f"about-{choice.action.value}") for choice in choices)
    lines = (_line(speech, choice, detail) for choice, detail in zip(choices, about, strict=True))
    return [_ask(speech, ScreenKey.IDENTITY), *lines]


def _summary(speech: Speech, draft: Draft, rows: Rows, context: FormContext) -> list[str]:
    category = context.regency.category(draft.category or "")
    agency = context.regency.agency_of(category.code)
    shown, rest = cut(draft.whole_story, STORY_UNITS)
    return [
        speech(
            "summary-category",
            category=f"{category.emoji} {category.name}".strip(),
            agency=agency.short if agency else speech.plain_text("coordinators"),
        ),
        quoted(f"{shown} …" if rest else shown),
        speech("summary-rest", count=len(rest)) if rest else "",
        speech("summary-place", place=in_line(draft.place, speech)),
        speech("summary-files", files=counted_files(speech, draft) or speech.plain_text("no-files")),
        speech("summary-identity", identity=speech.plain_text(f"identity-{draft.identity}")),
        _ask(speech, ScreenKey.SUMMARY),
    ]


QUESTIONS: dict[ScreenKey, Question] = {
    ScreenKey.CATEGORY: _listed(ScreenKey.CATEGORY),
    ScreenKey.CATEGORY_LIST: _listed(ScreenKey.CATEGORY_LIST),
    ScreenKey.KECAMATAN_LIST: _kecamatan_list,
    ScreenKey.DESA_LIST: _desa_list,
    ScreenKey.ATTACHMENTS: _attachments,
    ScreenKey.IDENTITY: _identity,
    ScreenKey.SUMMARY: _summary,
    ScreenKey.EDIT_MENU: _listed(ScreenKey.EDIT_MENU),
}
