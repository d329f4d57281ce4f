"""The life of a report: which act is possible in which status, by whom, and where it leads.

This table is the whole law; the desk asks it before every act, and docs/lifecycle.md draws it.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from reports.errors import IllegalMove
from storage.tables.reports import ActorKind, Status


class Act(StrEnum):
    """Everything anyone can do to a report once it is filed."""

    ACCEPT = "accept"
    REROUTE = "reroute"
    DISPOSE = "dispose"
    ASK = "ask"
    ANSWER = "answer"
    ADD = "add"
    AMEND = "amend"
    REPLY = "reply"
    NOTE = "note"
    PROMISE = "promise"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    LAPSE = "lapse"
    PROPOSE = "propose"
    CONSENT = "consent"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    RATE = "rate"
    RECHECK = "recheck"
    NUDGE = "nudge"
    EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Move:
    """From which statuses an act is possible, where it leads (None: the status stays), and who may do it."""

    start: AbstractSet[Status]
    end: Status | None
    by: AbstractSet[ActorKind]


_SUBMITTED, _WORK, _WAIT = Status.SUBMITTED, Status.IN_PROGRESS, Status.WAITING_REPORTER
_DONE, _CLOSED = Status.RESOLVED, Status.CLOSED
_OPEN = frozenset({_SUBMITTED, _WORK, _WAIT, _DONE})
_ALL = frozenset(Status)
_DESKS = frozenset({ActorKind.OFFICER, ActorKind.COORDINATOR})
_OFFICER = frozenset({ActorKind.OFFICER})
_COORDINATOR = frozenset({ActorKind.COORDINATOR})
_REPORTER = frozenset({ActorKind.REPORTER})
_SYSTEM = frozenset({ActorKind.SYSTEM})

LIFE: dict[Act, Move] = {
    Act.ACCEPT: Move(frozenset({_SUBMITTED}), _WORK, _OFFICER),
    Act.REROUTE: Move(frozenset({_SUBMITTED, _WORK}), _SUBMITTED, _DESKS),
    Act.DISPOSE: Move(frozenset({_SUBMITTED, _WORK}), _SUBMITTED, _COORDINATOR),
    Act.ASK: Move(frozenset({_SUBMITTED, _WORK}), _WAIT, _DESKS),
    Act.ANSWER: Move(frozenset({_WAIT}), _WORK, _REPORTER),
    Act.ADD: Move(_OPEN - {_WAIT}, None, _REPORTER),
    Act.AMEND: Move(_OPEN, None, _REPORTER),
    Act.REPLY: Move(_OPEN, None, _DESKS),
    Act.NOTE: Move(_ALL, None, _DESKS),
    Act.PROMISE: Move(frozenset({_WORK}), None, _OFFICER),
    Act.RESOLVE: Move(frozenset({_WORK}), _DONE, _OFFICER),
    Act.CONFIRM: Move(frozenset({_DONE}), _CLOSED, _REPORTER),
    Act.REOPEN: Move(frozenset({_DONE}), _WORK, _REPORTER),
    Act.LAPSE: Move(frozenset({_DONE, _WAIT}), _CLOSED, _SYSTEM),
    Act.PROPOSE: Move(frozenset({_SUBMITTED, _WORK}), None, _OFFICER),
    Act.CONSENT: Move(frozenset({_SUBMITTED, _WORK}), Status.CANNOT_ACT, _COORDINATOR | _SYSTEM),
    Act.REFUSE: Move(frozenset({_SUBMITTED, _WORK}), None, _COORDINATOR),
    Act.WITHDRAW: Move(_OPEN, Status.WITHDRAWN, _REPORTER),
    Act.RATE: Move(frozenset({_CLOSED}), None, _REPORTER),
    Act.RECHECK: Move(frozenset({_CLOSED}), None, _REPORTER),
    Act.NUDGE: Move(frozenset({_SUBMITTED, _WORK}), None, _COORDINATOR),
    Act.EXTEND: Move(frozenset({_SUBMITTED, _WORK}), None, _COORDINATOR),
}

HELD_BY_PROPOSAL = frozenset(
    {Act.ACCEPT, Act.REROUTE, Act.ASK, Act.PROMISE, Act.RESOLVE, Act.PROPOSE, Act.NUDGE, Act.EXTEND}
)
"""What cannot be done while a coordinator has yet to decide on the ending that an agency asked for."""


def move(act: Act, status: Status, by: ActorKind) -> Status:
    """Return the status after an act. Raises IllegalMove when this status or this kind of person does not allow it."""
    law = LIFE[act]
    if by not in law.by:
        raise IllegalMove(f"{act} is not for a {by}")
    if status not in law.start:
        raise IllegalMove(f"{act} is not possible while {status}")
    return law.end or status


def possible(status: Status, by: ActorKind) -> frozenset[Act]:
    """Return every act that this kind of person could do in this status."""
    return frozenset(act for act, law in LIFE.items() if by in law.by and status in law.start)
