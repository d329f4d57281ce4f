"""The identity: who may see the reporter's name."""

from dataclasses import replace

from reports.filing.actions import Action
from reports.filing.buttons import numbered
from reports.filing.draft import ScreenKey, StepKey
from reports.filing.steps.step import Act, Answered, ScreenRules, Step
from storage.tables.reports import Identity

_IDENTITIES = {
    Action.NAMED: Identity.NAMED,
    Action.ANONYMOUS: Identity.ANONYMOUS,
    Action.CONFIDENTIAL: Identity.CONFIDENTIAL,
}


def _choose(identity: Identity) -> Act:
    return lambda draft, value, context: Answered(replace(draft, identity=identity))


IDENTITY = Step(
    StepKey.IDENTITY,
    opens=lambda draft: ScreenKey.IDENTITY,
    screens={ScreenKey.IDENTITY: ScreenRules(lambda draft, context: numbered(_IDENTITIES, context))},
    filled=lambda draft, context: draft.identity is not None,
    acts={action: _choose(identity) for action, identity in _IDENTITIES.items()},
    edit=Action.EDIT_IDENTITY,
)
