"""Filing: the form through which a citizen reports a problem, as rules without a messenger.

Read it in this order:

- `draft`: all that a person has told so far, and the question that stands. A value; it goes to JSON and back.
- `steps/`: the questions, each in a file of its own: its screens and buttons, how answers are read, what its buttons
  do, how it is edited later, what it must have looked up. `steps/step.py` says what a step may declare, and
  `steps/__init__.py` is the order of them.
- `answers`: what a person can do: say, send, point, tap, edit, or do something that fits no question. `said`, `sent`,
  `tapped` and `edited` take each of them to the step that stands; `ways` are the buttons that belong to no step.
- `walk`: on to what is still open, and back. `choices`: the buttons of the screen shown.
- `advance`: draft + answer + context -> the next screen, the end, or a look-up that is needed first (`resume`).

A caller shows the screen with the rows of `choices(draft, context)`, puts action, value and `draft.revision` into each
button, and stores the draft. It decides nothing about the form. Nothing here does I/O, reads a clock or knows Telegram.
"""

from reports.filing.actions import INDONESIAN, Action
from reports.filing.advance import advance, current, interrupt, resume
from reports.filing.answers import Answer, Edited, Misfit, Pointed, Said, Sent, Tapped
from reports.filing.attachments import MAX_ATTACHMENTS, Attachment
from reports.filing.buttons import Choice, Rows
from reports.filing.choices import asks_location, choices
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey, begin
from reports.filing.outcomes import (
    Asked,
    Cancelled,
    Done,
    Lookup,
    NeedsLookup,
    Notice,
    Outcome,
    Problem,
    Reason,
    Remark,
    Screen,
)
from reports.filing.steps import LAST_NUMBER
from reports.filing.steps.category import GuessCategory

__all__ = [
    "INDONESIAN",
    "LAST_NUMBER",
    "MAX_ATTACHMENTS",
    "Action",
    "Answer",
    "Asked",
    "Attachment",
    "Cancelled",
    "Choice",
    "Done",
    "Draft",
    "Edited",
    "FormContext",
    "GuessCategory",
    "Lookup",
    "Misfit",
    "NeedsLookup",
    "Notice",
    "Outcome",
    "Pointed",
    "Problem",
    "Reason",
    "Remark",
    "Rows",
    "Said",
    "Screen",
    "ScreenKey",
    "Sent",
    "StepKey",
    "Tapped",
    "advance",
    "asks_location",
    "begin",
    "choices",
    "current",
    "interrupt",
    "resume",
]
