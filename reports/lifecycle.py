"""The life of a report: which act is possible in which status, and where it leads.

This table is the whole law; the desk asks it before every act, and docs/lifecycle.md draws it. Who may is another
question: reports/authority.py.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from reports.assignments import lead_of
from reports.errors import IllegalMove
from storage.tables.reports import Report, Status


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
    """From which statuses an act is possible, and where it may lead (nowhere: the status stays)."""

    start: AbstractSet[Status]
    ends: AbstractSet[Status] = frozenset()


_SUBMITTED, _WORK, _WAIT = Status.SUBMITTED, Status.IN_PROGRESS, Status.WAITING_REPORTER
_DONE, _CLOSED = Status.RESOLVED, Status.CLOSED
_OPEN = frozenset({_SUBMITTED, _WORK, _WAIT, _DONE})
_ALL = frozenset(Status)
_IN_WORK = frozenset({_SUBMITTED, _WORK})

LIFE: dict[Act, Move] = {
    Act.ACCEPT: Move(frozenset({_SUBMITTED}), frozenset({_WORK})),
    Act.REROUTE: Move(_IN_WORK, frozenset({_SUBMITTED})),
    Act.DISPOSE: Move(_IN_WORK, frozenset({_SUBMITTED})),
    Act.ASK: Move(_IN_WORK, frozenset({_WAIT})),
    Act.ANSWER: Move(frozenset({_WAIT}), frozenset({_WORK})),
    Act.ADD: Move(_OPEN - {_WAIT}),
    Act.AMEND: Move(_OPEN),
    Act.REPLY: Move(_OPEN),
    Act.NOTE: Move(_ALL),
    Act.PROMISE: Move(frozenset({_WORK})),
    Act.RESOLVE: Move(frozenset({_WORK}), frozenset({_DONE})),
    Act.CONFIRM: Move(frozenset({_DONE}), frozenset({_CLOSED})),
    Act.REOPEN: Move(frozenset({_DONE}), frozenset({_WORK})),
    Act.LAPSE: Move(frozenset({_DONE, _WAIT}), frozenset({_CLOSED})),
    Act.PROPOSE: Move(_IN_WORK),
    Act.CONSENT: Move(_IN_WORK, frozenset({Status.CANNOT_ACT, Status.REJECTED})),
    Act.REFUSE: Move(_IN_WORK),
    Act.WITHDRAW: Move(_OPEN, frozenset({Status.WITHDRAWN})),
    Act.RATE: Move(frozenset({_CLOSED})),
    Act.RECHECK: Move(frozenset({_CLOSED})),
    Act.NUDGE: Move(_IN_WORK),
    Act.EXTEND: Move(_IN_WORK),
}

HELD_BY_PROPOSAL = frozenset(
    {Act.ACCEPT, Act.REROUTE, Act.ASK, Act.PROMISE, Act.RESOLVE, Act.PROPOSE, Act.NUDGE, Act.EXTEND}
)
"""What cannot be done while a coordinator has yet to decide on the ending that an agency asked for."""


NEED_PROPOSAL = frozenset({Act.CONSENT, Act.REFUSE})
"""What decides on an ending that an agency asked for."""

NEED_AGENCY = frozenset({Act.NUDGE, Act.EXTEND})
"""What is done to an agency; without one there is nobody to do it to."""


def move(act: Act, status: Status, to: Status | None = None) -> Status:
    """Return the status after an act; `to` says which where it may lead to several.

    Raises IllegalMove when this status does not allow it, ValueError for an end that the act does not lead to.
    """
    check_possible(act, status)
    law = LIFE[act]
    if to is None and len(law.ends) < 2:
        return next(iter(law.ends), status)
    if to is None or to not in law.ends:
        raise ValueError(f"{act} does not lead to {to}")
    return to


def check_possible(act: Act, status: Status) -> None:
    """Raise IllegalMove when a status does not allow an act."""
    if status not in LIFE[act].start:
        raise IllegalMove(f"{act} is not possible while {status}")


def leading_to(status: Status) -> frozenset[Act]:
    """Return the acts by which a report comes into a status."""
    return frozenset(act for act, law in LIFE.items() if status in law.ends)


def is_held(act: Act, report: Report) -> bool:
    """Tell whether an act has to wait for the coordinators to decide on a proposed ending."""
    return report.proposal is not None and act in HELD_BY_PROPOSAL


def possible(report: Report) -> frozenset[Act]:
    """Return every act that a report as it stands allows, whoever may do it."""
    return frozenset(
        act
        for act, law in LIFE.items()
        if report.status in law.start
        and not is_held(act, report)
        and not (act in NEED_PROPOSAL and report.proposal is None)
        and not (act in NEED_AGENCY and lead_of(report) is None)
    )
