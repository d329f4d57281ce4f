"""Filing: the form through which a citizen reports a problem, as rules without a messenger.

Read it in this order:

- `draft`: all that a person has told so far, and the question that stands. A value; it goes to JSON and back.
- `steps`: the form as a table of six questions, and the ways between them.
- `labels`, `choices`: the buttons by their actions, and which of them each screen shows, in rows and numbered.
- `answers`: what a person can do: say, send, point, tap, edit, or do something that fits no question.
- `advance`: draft + answer + context -> the next screen, or the end. `acts` (buttons), `replies` (content) and
  `corrections` (edited messages) are its three hands; `intake` reads content into fields.

A caller shows the screen with the rows of `choices(draft, context)`, puts action, value and `draft.revision` into each
button, and stores the draft. It decides nothing about the form. Nothing here does I/O, reads a clock or knows Telegram.
"""

from reports.filing.advance import advance, current, interrupt
from reports.filing.answers import Answer, Edited, Misfit, Pointed, Said, Sent, Tapped
from reports.filing.attachments import MAX_ATTACHMENTS, Attachment
from reports.filing.choices import Choice, asks_location, choices
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey, begin
from reports.filing.labels import INDONESIAN, Action
from reports.filing.screens import Asked, Cancelled, Done, Notice, Outcome, Problem, Reason, Remark, Screen
from reports.filing.steps import LAST_NUMBER

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
    "Misfit",
    "Notice",
    "Outcome",
    "Pointed",
    "Problem",
    "Reason",
    "Remark",
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
]
