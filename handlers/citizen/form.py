"""The form as a person sees it: a screen of reports/filing in words, with its buttons."""

from collections import Counter

from handlers.callbacks import FormTap, keyboard
from handlers.calls import Button, Keyboard
from handlers.parts.places import in_line
from handlers.texts import Markup, Speech
from handlers.wording import cut, quoted
from reports.filing import (
    LAST_NUMBER,
    Action,
    Choice,
    Draft,
    FormContext,
    Notice,
    Problem,
    Reason,
    Screen,
    ScreenKey,
)

STORY_UNITS = 2_600
"""UTF-16 units of the story in the summary; with all other lines the message stays under Telegram's 4,096."""

NOTHING = "-"
"""The value of a button that has none; an empty one could not be told from a damaged one."""

_IN_LINES = frozenset({ScreenKey.CATEGORY, ScreenKey.CATEGORY_LIST, ScreenKey.IDENTITY, ScreenKey.EDIT_MENU})
_IN_ONE_LINE = frozenset({ScreenKey.KECAMATAN_LIST, ScreenKey.DESA_LIST})
_EXPLAINED = frozenset({Reason.MISFIT, Reason.CHOOSE})
"""Problems after which it is said what the screen takes."""

Rows = list[list[Choice]]


def text(speech: Speech, draft: Draft, screen: Screen, rows: Rows, context: FormContext) -> Markup:
    """Return a screen's words: danger and problems first, then where we are, the question, the numbered choices."""
    lines = [
        speech("form-emergency", say=screen.emergency) if screen.emergency else "",
        _problem(speech, screen.problem, screen.key, context) if screen.problem else "",
        _notice(speech, screen.notice) if screen.notice else "",
        speech("form-step", number=screen.number, last=LAST_NUMBER, title=_title(speech, screen.number)),
        *_question(speech, draft, screen.key, context),
        *_numbered(speech, screen.key, rows),
    ]
    return Markup("\n".join(line for line in lines if line))


def buttons(draft: Draft, rows: Rows) -> Keyboard:
    """Return a screen's buttons. Sending one's location is not among them: only a reply keyboard can do that."""
    kept = [[choice for choice in row if choice.action is not Action.SEND_LOCATION] for row in rows]
    return keyboard(*[[_button(choice, draft.revision) for choice in row] for row in kept])


def pointer(speech: Speech, context: FormContext) -> tuple[Markup, Keyboard]:
    """Return the short line that carries the keyboard for sending one's location, and that keyboard."""
    button = {"text": context.label(Action.SEND_LOCATION), "request_location": True}
    return speech("form-pointer"), {"keyboard": [[button]], "resize_keyboard": True}


def label_of(action: Action, value: str | None, rows: Rows, context: FormContext) -> str:
    """Return the words of a button that was shown."""
    found = (choice.label for row in rows for choice in row if (choice.action, choice.value) == (action, value))
    return next(found, None) or context.label(action)


def attachments(speech: Speech, draft: Draft) -> str:
    """Return how many files of which kind there are: "2 foto, 1 dokumen"."""
    counts = Counter(item.kind for item in draft.attachments)
    return ", ".join(speech.plain(f"kind-{kind.value}", count=count) for kind, count in counts.items())


def _button(choice: Choice, revision: int) -> Button:
    return {
        "text": choice.label,
        "callback_data": FormTap.packed(choice.action.value, choice.value or NOTHING, revision),
    }


def _title(speech: Speech, number: int) -> str:
    return speech.plain(f"form-title-{number}")


def _question(speech: Speech, draft: Draft, key: ScreenKey, context: FormContext) -> list[str]:
    match key:
        case ScreenKey.SUMMARY:
            return [*_summary(speech, draft, context), speech("ask-summary")]
        case ScreenKey.ATTACHMENTS if draft.attachments:
            return [speech("ask-attachments-more", files=attachments(speech, draft))]
        case ScreenKey.DESA_LIST:
            return [speech("ask-desa-list", kecamatan=_kecamatan(draft, context))]
        case _:
            return [speech(f"ask-{_dashed(key)}")]


def _kecamatan(draft: Draft, context: FormContext) -> str:
    code = draft.picker.kecamatan_code
    return next((region.name for region in context.regions.kecamatan() if region.code == code), "")


def _numbered(speech: Speech, key: ScreenKey, rows: Rows) -> list[str]:
    shown = [choice for row in rows for choice in row if choice.number is not None]
    if key in _IN_ONE_LINE:
        return [speech("form-names", names=" · ".join(f"{choice.number} {choice.label}" for choice in shown))]
    return [_line(speech, choice) for choice in shown] if key in _IN_LINES else []


def _line(speech: Speech, choice: Choice) -> str:
    detail = choice.detail
    if choice.action in (Action.NAMED, Action.ANONYMOUS, Action.CONFIDENTIAL):
        detail = speech.plain(f"about-{choice.action.value}")
    if detail is None:
        return speech("form-choice", number=choice.number, label=choice.label)
    return speech("form-choice-detail", number=choice.number, label=choice.label, detail=detail)


def _summary(speech: Speech, draft: Draft, context: FormContext) -> list[str]:
    category = context.regency.category(draft.category or "")
    agency = context.regency.agency_of(category.code)
    shown, rest = cut(draft.story or "", STORY_UNITS)
    return [
        speech(
            "summary-category",
            category=f"{category.emoji} {category.name}".strip(),
            agency=agency.short if agency else speech.plain("coordinators"),
        ),
        quoted(f"{shown} …" if rest else shown),
        speech("summary-rest", count=len(rest)) if rest else "",
        speech("summary-place", place=in_line(draft.place, speech)),
        speech("summary-files", files=attachments(speech, draft) or speech.plain("no-files")),
        speech("summary-identity", identity=speech.plain(f"identity-{draft.identity}")),
    ]


def _problem(speech: Speech, problem: Problem, key: ScreenKey, context: FormContext) -> str:
    values: dict[str, object] = dict(problem.args)
    if "action" in values:
        values["action"] = context.label(str(values["action"]))
    nameless = problem.reason is Reason.FILE_NOT_ACCEPTED and not values["name"]
    said = speech("problem-file-nameless" if nameless else f"problem-{_dashed(problem.reason)}", **values)
    if problem.reason in _EXPLAINED:
        said = Markup(f"{said} {speech(f'takes-{_dashed(key)}')}")
    return speech("form-problem", text=said)


def _notice(speech: Speech, notice: Notice) -> str:
    return speech("form-notice", text=speech(f"remark-{_dashed(notice.remark)}", **dict(notice.args)))


def _dashed(name: str) -> str:
    return str(name).replace("_", "-")
