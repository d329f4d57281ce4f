"""Random acts of anybody: whatever is tried in whatever order, no report leaves the diagram of its life."""

import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from reports.actors import Actor
from reports.desk import Desk
from reports.errors import TaproseError
from storage.tables import Proposal, Status
from tests.reports.desk.world import ANI, BUDI, PHOTO, SITI, STRANGER, WATI, Office

Act = Callable[[Desk], Awaitable[object]]


ALLOWED = {
    Status.SUBMITTED: {Status.IN_PROGRESS, Status.WAITING_REPORTER, Status.CANNOT_ACT, Status.REJECTED, Status.WITHDRAWN},
    Status.IN_PROGRESS: {
        Status.SUBMITTED, Status.WAITING_REPORTER, Status.RESOLVED, Status.CANNOT_ACT, Status.REJECTED, Status.WITHDRAWN,
    },
    Status.WAITING_REPORTER: {Status.IN_PROGRESS, Status.WITHDRAWN},
    Status.RESOLVED: {Status.CLOSED, Status.IN_PROGRESS, Status.WITHDRAWN},
}  # fmt: skip
"""The diagram of the life of a report, arrow by arrow."""

ENDED = set(Status) - set(ALLOWED)
OFFICERS: tuple[Actor, ...] = (BUDI, WATI, ANI)


def any_act(dice: random.Random, number: int) -> Act:
    """Return an act of anybody at all, sensible or not."""
    actor, user = dice.choice(OFFICERS), dice.choice((SITI, SITI, STRANGER))
    agency = dice.choice(("PUPR", "DLH"))
    acts: list[Act] = [
        lambda desk: desk.accept(number, actor),
        lambda desk: desk.ask(number, actor, "Sebelah mana?"),
        lambda desk: desk.reply(number, actor, "Sedang dicek"),
        lambda desk: desk.note(number, actor, "catatan"),
        lambda desk: desk.promise(number, actor, date(2026, 12, 1)),
        lambda desk: desk.resolve(number, actor, "Sudah selesai", [PHOTO]),
        lambda desk: desk.reroute(number, actor, dice.choice((agency, None)), "bukan kami"),
        lambda desk: desk.propose(number, actor, dice.choice(list(Proposal)), "tidak bisa"),
        lambda desk: desk.dispose(number, actor, agency),
        lambda desk: desk.consent(number, actor),
        lambda desk: desk.refuse(number, actor, "lanjutkan"),
        lambda desk: desk.add(number, user, "tambahan"),
        lambda desk: desk.amend(number, user, "koreksi"),
        lambda desk: desk.confirm(number, user),
        lambda desk: desk.reopen(number, user, "belum beres"),
        lambda desk: desk.rate(number, user, 3),
    ]
    if dice.random() < 0.05:
        return lambda desk: desk.withdraw(number, user)
    return dice.choice(acts)


@pytest.mark.parametrize("seed", range(6))
async def test_no_walk_of_acts_leaves_the_diagram(office: Office, seed: int) -> None:
    dice = random.Random(seed)
    if seed % 2:
        await office.coordination_group()
    number = await office.file()
    row, events = await office.row(number), await office.events(number)
    for _ in range(60):
        office.moment.move(timedelta(minutes=dice.randrange(1, 200)))
        try:
            await office.do(any_act(dice, number))
        except TaproseError:
            assert await office.row(number) == row
            assert await office.events(number) == events
            continue
        before, row = row, await office.row(number)
        told = await office.events(number)
        assert told[: len(events)] == events
        assert len(told) > len(events)
        events = told
        _check(before, row)


def _check(before: dict[str, Any], after: dict[str, Any]) -> None:
    old, new = before["status"], after["status"]
    assert old == new or new in ALLOWED.get(old, set()), f"{old} to {new}"
    assert (after["ended_at"] is not None) == (new in ENDED)
    assert (after["waiting_since"] is not None) == (new is Status.WAITING_REPORTER)
    assert after["version"] >= before["version"]
    changed = {name for name in after if after[name] != before[name]} - {"version"}
    assert not changed or after["version"] > before["version"]
