"""Who may do what, and see what: one table of roles and acts, asked whenever somebody acts or looks.

A right is about a report, an agency, or the group of one. It depends on the role, on whose the report is (an officer's own are those
that the agency in whose group they act answers for, a citizen's own those they filed), and for what names or lists a
person on the identity they chose. Whether the life of a report allows an act now is another question: reports/lifecycle.py.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Protocol

from reports.actors import Actor, ActorRole
from reports.assignments import Assigned, handles, leads
from reports.errors import NotAllowed, NotForThisRole
from reports.lifecycle import Act
from storage.tables.reports import Identity


class View(StrEnum):
    """What somebody may see of a report, or of an agency (the last two)."""

    REPORT = "report"
    STATUS = "status"
    NAME = "name"
    LIST = "list"
    SATISFACTION = "satisfaction"


class GroupAct(StrEnum):
    """What somebody does with a group: say whose it is, or that it is nobody's any more."""

    LINK = "link"
    UNLINK = "unlink"


class Whose(StrEnum):
    """Whose reports, or whose agency, a right is about."""

    OWN = "own"
    ASSIGNED = "assigned"
    """Their own, and for officers also those with which their agency helps another."""
    ANY = "any"


class Subject(Assigned, Protocol):
    """What of a report decides who may do what to it."""

    reporter_id: int | None
    identity: Identity


Rights = Mapping[ActorRole, Whose]

_REPORTER: Rights = {ActorRole.REPORTER: Whose.OWN}
_OFFICER: Rights = {ActorRole.OFFICER: Whose.OWN}
_ASSIGNED: Rights = {ActorRole.OFFICER: Whose.ASSIGNED}
_COORDINATOR: Rights = {ActorRole.COORDINATOR: Whose.ANY}
_SYSTEM: Rights = {ActorRole.SYSTEM: Whose.ANY}
_DESKS: Rights = {**_OFFICER, **_COORDINATOR}
_ALL_DESKS: Rights = {**_ASSIGNED, **_COORDINATOR}

RIGHTS: Mapping[Act | View | GroupAct, Rights] = {
    Act.ACCEPT: _OFFICER,
    Act.REROUTE: _DESKS,
    Act.DISPOSE: _COORDINATOR,
    Act.ASK: _DESKS,
    Act.ANSWER: _REPORTER,
    Act.ADD: _REPORTER,
    Act.AMEND: _REPORTER,
    Act.REPLY: _ALL_DESKS,
    Act.NOTE: _ALL_DESKS,
    Act.PROMISE: _OFFICER,
    Act.RESOLVE: _OFFICER,
    Act.CONFIRM: _REPORTER,
    Act.REOPEN: _REPORTER,
    Act.LAPSE: _SYSTEM,
    Act.PROPOSE: _OFFICER,
    Act.CONSENT: {**_COORDINATOR, **_SYSTEM},
    Act.REFUSE: _COORDINATOR,
    Act.WITHDRAW: _REPORTER,
    Act.RATE: _REPORTER,
    Act.RECHECK: _REPORTER,
    Act.NUDGE: _COORDINATOR,
    Act.EXTEND: _COORDINATOR,
    View.REPORT: {**_ALL_DESKS, **_REPORTER},
    View.STATUS: {**_ALL_DESKS, ActorRole.REPORTER: Whose.ANY},
    View.NAME: {**_ALL_DESKS, **_REPORTER},
    View.LIST: _DESKS,
    View.SATISFACTION: {**_DESKS, ActorRole.LEADER: Whose.ANY},
    GroupAct.LINK: _COORDINATOR,
    GroupAct.UNLINK: _COORDINATOR,
}
"""The whole table: a role that is not named may not. The last four rights are about an agency, the others about a report."""

_IDENTITIES: Mapping[View, AbstractSet[Identity]] = {
    View.STATUS: frozenset({Identity.NAMED, Identity.ANONYMOUS}),
    View.NAME: frozenset({Identity.NAMED}),
}
"""Of which reports others than their reporter may see this; of what is not named here, of all."""


def is_for(actor: Actor, act: Act | View) -> bool:
    """Tell whether an act is for somebody's role at all; of which reports is another question, for `may`."""
    return actor.role in RIGHTS[act]


def acts(actor: Actor) -> bool:
    """Tell whether somebody does anything to reports at all; the others only look, or not even that."""
    return any(is_for(actor, act) for act in Act)


def may(actor: Actor, act: Act | View, report: Subject) -> bool:
    """Tell whether somebody may do or see this of a report."""
    whose = RIGHTS[act].get(actor.role)
    if whose is None:
        return False
    is_own = _is_own(actor, report)
    if whose is Whose.OWN and not is_own:
        return False
    if whose is Whose.ASSIGNED and not handles(report, actor.agency):
        return False
    is_reporter = actor.role is ActorRole.REPORTER and is_own
    return is_reporter or not isinstance(act, View) or act not in _IDENTITIES or report.identity in _IDENTITIES[act]


def check(actor: Actor, act: Act | View, report: Subject) -> None:
    """Raise NotAllowed when somebody may not do or see this of a report; NotForThisRole when of no report at all."""
    if not is_for(actor, act):
        raise NotForThisRole(f"{act} is not for a {actor.role}")
    if not may(actor, act, report):
        raise NotAllowed(f"{act} is not for this {actor.role}")


def may_of_agency(actor: Actor, act: View | GroupAct, agency: str | None) -> bool:
    """Tell whether somebody may see this of an agency, or do this with its group.

    None: of the coordinators, of all agencies together, or with a group that is nobody's.
    """
    whose = RIGHTS[act].get(actor.role)
    return whose is Whose.ANY or (whose is Whose.OWN and agency is not None and actor.agency == agency)


def check_of_agency(actor: Actor, view: View, agency: str | None) -> None:
    """Raise NotAllowed when somebody may not see this of an agency."""
    if not may_of_agency(actor, view, agency):
        raise NotAllowed(f"{view} of {agency} is not for this {actor.role}")


def _is_own(actor: Actor, report: Subject) -> bool:
    if actor.role is ActorRole.REPORTER:
        return actor.id is not None and report.reporter_id == actor.id
    return actor.role is ActorRole.OFFICER and leads(report, actor.agency)
