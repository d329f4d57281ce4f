"""The form as a person sees it: a screen of reports/filing in words, with its buttons."""

from handlers.callbacks import FormTap, keyboard
from handlers.calls import Button, Keyboard
from handlers.citizen.questions import dashed, lines_of
from handlers.texts import Markup, Speech
from reports.filing import (
    LAST_NUMBER,
    Action,
    Choice,
    Draft,
    FormContext,
    Notice,
    Problem,
    Reason,
    Rows,
    Screen,
    ScreenKey,
)

NOTHING = "-"
"""The value of a button that has none; an empty one could not be told from a damaged one."""

_EXPLAINED = frozenset({Reason.MISFIT, Reason.CHOOSE})
"""Problems after which it is said what the screen takes."""


def text(speech: Speech, draft: Draft, screen: Screen, rows: Rows, context: FormContext) -> Markup:
    """Return a screen's words: danger and problems first, then where we are, the question, the numbered choices."""
    lines = [
        speech("form-emergency", say=screen.emergency) if screen.emergency else "",
        _problem(speech, screen.problem, screen.key, context) if screen.problem else "",
        _notice(speech, screen.notice) if screen.notice else "",
        speech(
            "form-step", number=screen.number, last=LAST_NUMBER, title=speech.plain_text(f"form-title-{screen.step}")
        ),
        *lines_of(speech, draft, screen.key, rows, context),
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


def _button(choice: Choice, revision: int) -> Button:
    return {
        "text": choice.label,
        "callback_data": FormTap.packed(choice.action.value, choice.value or NOTHING, revision),
    }


def _problem(speech: Speech, problem: Problem, key: ScreenKey, context: FormContext) -> str:
    values: dict[str, object] = dict(problem.args)
    if "action" in values:
        values["action"] = context.label(str(values["action"]))
    nameless = problem.reason is Reason.FILE_NOT_ACCEPTED and not values["name"]
    said = speech("problem-file-nameless" if nameless else f"problem-{dashed(problem.reason)}", **values)
    if problem.reason in _EXPLAINED:
        said = Markup(f"{said} {speech(f'takes-{dashed(key)}')}")
    return speech("form-problem", text=said)


def _notice(speech: Speech, notice: Notice) -> str:
    return speech("form-notice", text=speech(f"remark-{dashed(notice.remark)}", **dict(notice.args)))
