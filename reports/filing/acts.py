"""Acts: what each button does to the draft, tapped or typed."""

from collections.abc import Callable
from dataclasses import replace

from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey, StepKey
from reports.filing.intake import choose_kecamatan, choose_region
from reports.filing.labels import Action
from reports.filing.screens import Cancelled, Done, Problem, Reason, Result
from reports.filing.steps import backward, onward, opened, step, step_at
from storage.tables.reports import Identity

Act = Callable[[Draft, str, FormContext], Result]

# The acts that answer a question; all others only lead through the form.
ANSWERS = frozenset(
    {Action.CATEGORY, Action.DESA, Action.ANY_DESA, Action.NAMED, Action.ANONYMOUS, Action.CONFIDENTIAL}
)


def act(draft: Draft, action: Action, value: str | None, context: FormContext) -> Result:
    """Do what the button does. It lifts a short question that lay over the form; `value` is one that was offered."""
    return _ACTS[action](replace(draft, overlay=None), value or "", context)


def _cancel(draft: Draft, value: str, context: FormContext) -> Result:
    """Throw the draft away; once there is a story in it, only after asking."""
    return replace(draft, overlay=ScreenKey.CONFIRM_CANCEL) if draft.story else Cancelled(draft)


def _back(draft: Draft, value: str, context: FormContext) -> Result:
    return backward(draft, context) or Problem(Reason.FIRST_QUESTION)


def _go_on(draft: Draft, value: str, context: FormContext) -> Result:
    """Keep what the question has already, or leave it out where that is allowed."""
    here = step_at(draft)
    if here.key is StepKey.SUMMARY:
        return Problem(Reason.NOT_HERE, {"action": Action.NEXT})
    if here.filled(draft, context):
        return onward(draft, context)
    if here.skippable(draft, context):
        return onward(replace(draft, settled=draft.settled | {here.key}), context)
    return Problem(Reason.CANNOT_SKIP)


def _send(draft: Draft, value: str, context: FormContext) -> Result:
    return Done(draft) if draft.screen is ScreenKey.SUMMARY else Problem(Reason.NOT_HERE, {"action": Action.SEND})


def _edit(draft: Draft, value: str, context: FormContext) -> Result:
    if step_at(draft).key is not StepKey.SUMMARY:
        return Problem(Reason.NOT_HERE, {"action": Action.EDIT})
    return replace(draft, screen=ScreenKey.EDIT_MENU)


def _edit_field(key: StepKey) -> Act:
    return lambda draft, value, context: opened(replace(draft, editing=key), step(key))


def _show_list(screen: ScreenKey) -> Act:
    return lambda draft, value, context: replace(draft, screen=screen, picker=Picker())


def _turn_page(draft: Draft, value: str, context: FormContext) -> Result:
    return replace(draft, picker=replace(draft.picker, page=int(value)))


def _take_category(draft: Draft, value: str, context: FormContext) -> Result:
    return onward(replace(draft, category=value), context)


def _take_desa(draft: Draft, value: str, context: FormContext) -> Result:
    return onward(choose_region(draft, value, context), context)


def _take_kecamatan(draft: Draft, value: str, context: FormContext) -> Result:
    return onward(choose_region(draft, draft.picker.kecamatan_code or "", context), context)


def _take_identity(identity: Identity) -> Act:
    return lambda draft, value, context: onward(replace(draft, identity=identity), context)


_ACTS: dict[Action, Act] = {
    Action.CANCEL: _cancel,
    Action.BACK: _back,
    Action.SKIP: _go_on,
    Action.NEXT: _go_on,
    Action.SEND: _send,
    Action.EDIT: _edit,
    Action.CATEGORY: _take_category,
    Action.OTHER_CATEGORY: _show_list(ScreenKey.CATEGORY_LIST),
    Action.SEND_LOCATION: lambda draft, value, context: Problem(Reason.LOCATION_BY_BUTTON),
    Action.PICK_KECAMATAN: _show_list(ScreenKey.KECAMATAN_LIST),
    Action.KECAMATAN: lambda draft, value, context: choose_kecamatan(draft, value),
    Action.DESA: _take_desa,
    Action.ANY_DESA: _take_kecamatan,
    Action.PREVIOUS_PAGE: _turn_page,
    Action.NEXT_PAGE: _turn_page,
    Action.CLEAR_ATTACHMENTS: lambda draft, value, context: replace(draft, attachments=()),
    Action.NAMED: _take_identity(Identity.NAMED),
    Action.ANONYMOUS: _take_identity(Identity.ANONYMOUS),
    Action.CONFIDENTIAL: _take_identity(Identity.CONFIDENTIAL),
    Action.EDIT_STORY: _edit_field(StepKey.STORY),
    Action.EDIT_CATEGORY: _edit_field(StepKey.CATEGORY),
    Action.EDIT_PLACE: _edit_field(StepKey.PLACE),
    Action.EDIT_ATTACHMENTS: _edit_field(StepKey.ATTACHMENTS),
    Action.EDIT_IDENTITY: _edit_field(StepKey.IDENTITY),
    Action.CONFIRM_CANCEL: lambda draft, value, context: Cancelled(draft),
    Action.CONTINUE: lambda draft, value, context: draft,
    Action.START_OVER: lambda draft, value, context: Cancelled(draft, restart=True),
}
