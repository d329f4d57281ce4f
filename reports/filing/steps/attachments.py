"""The attachments: files that show what is wrong. They are kept whatever question stands when they come."""

from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.attachments import MAX_ATTACHMENTS, Attachment
from reports.filing.buttons import Rows, button
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.outcomes import Notice, Problem, Reason, Remark
from reports.filing.steps.step import Acted, ScreenRules, Stays, Step
from reports.visible_text import one_line


def kept(draft: Draft, file: Attachment) -> Stays | Problem:
    """Keep a file; one that is there already is kept once. It is said how many there are, and how many more may come."""
    if problem := kind_problem(file):
        return problem
    files = draft.attachments
    if any(known.file_unique_id == file.file_unique_id for known in files):
        return Stays(draft, _counted(Remark.ATTACHMENT_KNOWN, len(files)))
    if len(files) >= MAX_ATTACHMENTS:
        return Problem(Reason.TOO_MANY_ATTACHMENTS, {"limit": MAX_ATTACHMENTS})
    return Stays(replace(draft, attachments=(*files, file)), _counted(Remark.ATTACHMENT_KEPT, len(files) + 1))


def kind_problem(file: Attachment) -> Problem | None:
    """Return that no report takes files of this kind, if so."""
    if file.is_accepted:
        return None
    return Problem(Reason.FILE_NOT_ACCEPTED, {"name": one_line(file.file_name or "")})


def _counted(remark: Remark, count: int) -> Notice:
    return Notice(remark, {"count": count, "left": MAX_ATTACHMENTS - count})


def _rows(draft: Draft, context: FormContext) -> Rows:
    return [[button(Action.CLEAR_ATTACHMENTS, context)]] if draft.attachments else []


def _clear(draft: Draft, value: str, context: FormContext) -> Acted:
    cleared = Notice(Remark.ATTACHMENTS_CLEARED, {"count": len(draft.attachments)})
    return Stays(replace(draft, attachments=()), cleared)


ATTACHMENTS = Step(
    StepKey.ATTACHMENTS,
    opens=lambda draft: ScreenKey.ATTACHMENTS,
    screens={
        # Going on is one act under two names, for a photo may arrive while the other is being tapped.
        ScreenKey.ATTACHMENTS: ScreenRules(_rows, also_takes=frozenset({Action.SKIP, Action.NEXT}), tells_files=True)
    },
    filled=lambda draft, context: StepKey.ATTACHMENTS in draft.passed,
    skippable=lambda draft, context: True,
    way_on=lambda draft: Action.NEXT if draft.attachments else Action.SKIP,
    acts={Action.CLEAR_ATTACHMENTS: _clear},
    edit=Action.EDIT_ATTACHMENTS,
)
