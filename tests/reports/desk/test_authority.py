"""Who may do and see what: the whole table, and that whoever may not changes nothing, on both databases."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

import pytest

from reports.actors import LEADERS, OUTSIDERS, SYSTEM, Actor, coordinator, officer, reporter
from reports.authority import RIGHTS, GroupAct, View, acts, check, is_for, may, may_of_agency
from reports.desk import Desk
from reports.errors import NotAllowed, TaproseError
from reports.lifecycle import LIFE, Act, leading_to, possible
from storage.engine import Database
from storage.tables import Identity, Proposal, Report, Status
from tests.clock import MovableMoment
from tests.reports.desk.world import ANI, BUDI, PHOTO, SITI, STRANGER, WATI, Office
from tests.storage.samples import report

REPORTERS_OWN, OFFICERS_OWN, COORDINATOR, SYSTEMS = "reporter's own", "officer's own", "coordinator", "system"
ACTORS: dict[str, Actor] = {
    REPORTERS_OWN: reporter(SITI),
    "another citizen": reporter(STRANGER),
    OFFICERS_OWN: BUDI,
    "another agency's officer": WATI,
    "an agency's group": officer(None, None, "PUPR"),
    COORDINATOR: ANI,
    "the coordinators' group": coordinator(None, None),
    SYSTEMS: SYSTEM,
    "leaders": LEADERS,
    "outsiders": OUTSIDERS,
}
_OFFICERS, _COORDINATORS = {OFFICERS_OWN, "an agency's group"}, {COORDINATOR, "the coordinators' group"}
_DESKS = _OFFICERS | _COORDINATORS
_REPORTER = {REPORTERS_OWN}
_CITIZENS = {REPORTERS_OWN, "another citizen"}

ALLOWED: dict[Act | View, set[str]] = {
    **dict.fromkeys((Act.ACCEPT, Act.PROMISE, Act.RESOLVE, Act.PROPOSE), _OFFICERS),
    **dict.fromkeys((Act.REROUTE, Act.ASK, Act.REPLY, Act.NOTE), _DESKS),
    **dict.fromkeys((Act.DISPOSE, Act.REFUSE, Act.NUDGE, Act.EXTEND), _COORDINATORS),
    Act.CONSENT: {*_COORDINATORS, SYSTEMS},
    Act.LAPSE: {SYSTEMS},
    **dict.fromkeys(
        (Act.ANSWER, Act.ADD, Act.AMEND, Act.CONFIRM, Act.REOPEN, Act.WITHDRAW, Act.RATE, Act.RECHECK), _REPORTER
    ),
    View.REPORT: {*_DESKS, REPORTERS_OWN},
    View.STATUS: {*_DESKS, *_CITIZENS},
    View.NAME: {*_DESKS, REPORTERS_OWN},
}
HIDDEN: dict[View, set[Identity]] = {
    View.STATUS: {Identity.CONFIDENTIAL},
    View.NAME: {Identity.ANONYMOUS, Identity.CONFIDENTIAL},
}
"""Of which reports others than their reporter see nothing of it."""


def test_the_table_names_everything_there_is() -> None:
    assert RIGHTS.keys() == {*Act, *View, *GroupAct}
    assert ALLOWED.keys() == RIGHTS.keys() - {View.LIST, View.SATISFACTION, *GroupAct}


@pytest.mark.parametrize("act", ALLOWED, ids=str)
def test_exactly_these_may(act: Act | View) -> None:
    for (who, actor), identity in itertools.product(ACTORS.items(), Identity):
        about = report(lead="PUPR", reporter_id=SITI, identity=identity)
        hidden = isinstance(act, View) and identity in HIDDEN.get(act, ()) and who != REPORTERS_OWN
        allowed = who in ALLOWED[act] and not hidden
        assert may(actor, act, about) is allowed, (who, identity)
        if not allowed:
            with pytest.raises(NotAllowed):
                check(actor, act, about)


def test_a_report_of_nobody_is_no_agencys_and_no_citizens() -> None:
    unrouted = report(lead=None, reporter_id=None)
    for act in ALLOWED:
        assert not may(Actor(BUDI.role), act, unrouted)
        assert act is View.STATUS or not may(Actor(reporter(SITI).role), act, unrouted)


def test_which_roles_act_on_reports_and_which_only_look() -> None:
    assert {who for who, actor in ACTORS.items() if acts(actor)} == ACTORS.keys() - {"leaders", "outsiders"}
    assert {who for who, actor in ACTORS.items() if is_for(actor, Act.DISPOSE)} == _COORDINATORS


@pytest.mark.parametrize("agency", ["PUPR", None])
@pytest.mark.parametrize("act", GroupAct)
def test_only_coordinators_say_whose_a_group_is(act: GroupAct, agency: str | None) -> None:
    assert {who for who, actor in ACTORS.items() if may_of_agency(actor, act, agency)} == _COORDINATORS


@pytest.mark.parametrize(
    ("view", "own", "other", "everything"),
    [
        (View.LIST, {*_DESKS}, {"another agency's officer", *_COORDINATORS}, _COORDINATORS),
        (View.SATISFACTION, {*_DESKS, "leaders"}, {"another agency's officer", *_COORDINATORS, "leaders"}, {*_COORDINATORS, "leaders"}),
    ],
)  # fmt: skip
def test_what_is_seen_of_an_agency(view: View, own: set[str], other: set[str], everything: set[str]) -> None:
    for agency, seen in (("PUPR", own), ("DLH", other), (None, everything)):
        assert {who for who, actor in ACTORS.items() if may_of_agency(actor, view, agency)} == seen, agency


@dataclass(frozen=True)
class Case:
    """An act on a report in a status that allows it: how it is done, and for citizens' acts, by whom alone it can be."""

    status: Status
    do: Callable[[Desk, int, Actor], Awaitable[Report]]
    proposal: Proposal | None = None


def _user(actor: Actor) -> int:
    return actor.id or 0


CASES: dict[Act, Case] = {
    Act.ACCEPT: Case(Status.SUBMITTED, lambda desk, number, who: desk.accept(number, who)),
    Act.REROUTE: Case(Status.SUBMITTED, lambda desk, number, who: desk.reroute(number, who, "DLH", "bukan kami")),
    Act.DISPOSE: Case(Status.SUBMITTED, lambda desk, number, who: desk.dispose(number, who, "DLH")),
    Act.ASK: Case(Status.SUBMITTED, lambda desk, number, who: desk.ask(number, who, "Sebelah mana?")),
    Act.REPLY: Case(Status.SUBMITTED, lambda desk, number, who: desk.reply(number, who, "Sedang dicek")),
    Act.NOTE: Case(Status.SUBMITTED, lambda desk, number, who: desk.note(number, who, "catatan")),
    Act.PROMISE: Case(Status.IN_PROGRESS, lambda desk, number, who: desk.promise(number, who, date(2026, 12, 1))),
    Act.RESOLVE: Case(Status.IN_PROGRESS, lambda desk, number, who: desk.resolve(number, who, "Sudah", [PHOTO])),
    Act.PROPOSE: Case(
        Status.SUBMITTED, lambda desk, number, who: desk.propose(number, who, Proposal.REJECT, "bukan laporan")
    ),
    Act.CONSENT: Case(Status.SUBMITTED, lambda desk, number, who: desk.consent(number, who), Proposal.REJECT),
    Act.REFUSE: Case(
        Status.SUBMITTED, lambda desk, number, who: desk.refuse(number, who, "lanjutkan"), Proposal.REJECT
    ),
    Act.NUDGE: Case(Status.SUBMITTED, lambda desk, number, who: desk.nudge(number, who)),
    Act.EXTEND: Case(Status.SUBMITTED, lambda desk, number, who: desk.extend(number, who, 3, "Menunggu bahan")),
    Act.ANSWER: Case(Status.WAITING_REPORTER, lambda desk, number, who: desk.add(number, _user(who), "Sebelah utara")),
    Act.ADD: Case(Status.SUBMITTED, lambda desk, number, who: desk.add(number, _user(who), "tambahan")),
    Act.AMEND: Case(Status.SUBMITTED, lambda desk, number, who: desk.amend(number, _user(who), "koreksi")),
    Act.CONFIRM: Case(Status.RESOLVED, lambda desk, number, who: desk.confirm(number, _user(who))),
    Act.REOPEN: Case(Status.RESOLVED, lambda desk, number, who: desk.reopen(number, _user(who), "belum")),
    Act.WITHDRAW: Case(Status.SUBMITTED, lambda desk, number, who: desk.withdraw(number, _user(who))),
    Act.RATE: Case(Status.CLOSED, lambda desk, number, who: desk.rate(number, _user(who), 4)),
    Act.RECHECK: Case(Status.CLOSED, lambda desk, number, who: desk.recheck(number, _user(who), good=True)),
}
BY_ID = {act for act, allowed in ALLOWED.items() if allowed == {REPORTERS_OWN}}
"""Acts of citizens: the desk is told whose they are by id, so that every other person is another citizen."""


def test_every_act_but_the_clocks_own_is_tried() -> None:
    assert CASES.keys() == set(Act) - {Act.LAPSE}


@pytest.mark.parametrize("act", CASES, ids=str)
async def test_whoever_may_not_is_refused_and_changes_nothing(
    database: Database, moment: MovableMoment, act: Act
) -> None:
    office, case = Office(database, moment), CASES[act]
    number = await office.file()
    async with database.transaction(moment.now()) as transaction:
        stored = await transaction.reports.get(number)
        assert stored is not None
        stored.status, stored.proposal = case.status, case.proposal
        stored.resolved_at = stored.ended_at = moment.now() if case.status is Status.CLOSED else None
        stored.waiting_since = moment.now() if case.status is Status.WAITING_REPORTER else None
    row, events = await office.row(number), await office.events(number)
    refused = {who for who in ACTORS if who not in ALLOWED[act] and not (act in BY_ID and who not in _CITIZENS)}
    assert refused
    for who in refused:
        with pytest.raises(NotAllowed):
            await office.do(lambda desk, actor=ACTORS[who]: case.do(desk, number, actor))  # type: ignore[misc]
        assert (await office.row(number), await office.events(number)) == (row, events), who
    allowed = next(who for who in (REPORTERS_OWN, OFFICERS_OWN, COORDINATOR) if who in ALLOWED[act])
    await office.do(lambda desk: case.do(desk, number, ACTORS[allowed]))
    assert len(await office.events(number)) > len(events)


def test_what_is_possible_is_what_the_desk_would_do() -> None:
    assert possible(report(status=Status.MERGED)) == {Act.NOTE}
    assert Act.CONSENT in possible(report(proposal=Proposal.REJECT))
    assert {Act.ACCEPT, Act.NUDGE}.isdisjoint(possible(report(proposal=Proposal.REJECT)))
    assert {Act.CONSENT, Act.REFUSE}.isdisjoint(possible(report()))
    assert {Act.NUDGE, Act.EXTEND}.isdisjoint(possible(report(lead=None)))


def test_which_acts_lead_to_an_ending() -> None:
    assert leading_to(Status.REJECTED) == leading_to(Status.CANNOT_ACT) == {Act.CONSENT}
    assert leading_to(Status.CLOSED) == {Act.CONFIRM, Act.LAPSE}
    assert leading_to(Status.MERGED) == frozenset(), "reports are not merged yet"
    assert {status for law in LIFE.values() for status in law.ends} == set(Status) - {Status.MERGED}


def test_not_allowed_is_a_refusal_by_the_rules() -> None:
    assert issubclass(NotAllowed, TaproseError)
