"""The summary: everything that was told, to be sent or changed; never filled, so the form ends here."""

from collections.abc import Iterable
from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.buttons import Rows, button, numbered
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.outcomes import Done, Problem, Reason
from reports.filing.steps.step import Act, Acted, Opens, ScreenRules, Stays, Step


def _rows(draft: Draft, context: FormContext) -> Rows:
    return [[button(Action.SEND, context)], [button(Action.EDIT, context), button(Action.CANCEL, context)]]


def _send(draft: Draft, value: str, context: FormContext) -> Acted:
    return Done(draft) if draft.screen is ScreenKey.SUMMARY else Problem(Reason.NOT_HERE, {"action": Action.SEND})


def _show_menu(draft: Draft, value: str, context: FormContext) -> Acted:
    return Stays(replace(draft, screen=ScreenKey.EDIT_MENU))


def _nothing_beyond(draft: Draft, value: str, context: FormContext) -> Acted:
    return Problem(Reason.NOT_HERE, {"action": Action.NEXT})


def _edit(key: StepKey) -> Act:
    return lambda draft, value, context: Opens(key)


def summary_of(steps: Iterable[Step]) -> Step:
    """Return the last step of a form of these steps; each that has a button for it can be edited from here."""
    editable = {step.edit: step for step in steps if step.edit is not None}

    def menu(draft: Draft, context: FormContext) -> Rows:
        return numbered((edit for edit, step in editable.items() if step.applies(draft, context)), context)

    return Step(
        StepKey.SUMMARY,
        opens=lambda draft: ScreenKey.SUMMARY,
        screens={
            ScreenKey.SUMMARY: ScreenRules(_rows, ways=frozenset(), tells_files=True),
            ScreenKey.EDIT_MENU: ScreenRules(menu, ways=frozenset({Action.BACK})),
        },
        filled=lambda draft, context: False,
        acts={
            Action.SEND: _send,
            Action.EDIT: _show_menu,
            Action.SKIP: _nothing_beyond,
            Action.NEXT: _nothing_beyond,
            **{edit: _edit(step.key) for edit, step in editable.items()},
        },
    )
