"""Refused acts on both databases: whatever is refused to whomever in whatever status leaves everything as it was."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from reports.actors import Actor, officer
from reports.desk import Desk
from reports.errors import TaproseError
from reports.lifecycle import Act
from storage.errors import ChangedWithoutEvent
from storage.tables import EVENTS, Proposal, Report, Status
from storage.transaction import Transaction
from tests.reports.desk.world import ANI, BUDI, PHOTO, SITI, STRANGER, WATI, Office

Doing = Callable[[Desk], Awaitable[Report]]
Acting = Callable[[Desk, int], Awaitable[Report]]
HELPER = officer(13, "Heru", "DLH")
LONG = "x" * 5_000


def by_officers(actor: Actor) -> list[tuple[Act, Acting]]:
    """Return every act of officers and coordinators, done as it should be and with what each refuses."""
    return [
        (Act.ACCEPT, lambda desk, n: desk.accept(n, actor)),
        (Act.ASK, lambda desk, n: desk.ask(n, actor, "Sebelah mana?")),
        (Act.ASK, lambda desk, n: desk.ask(n, actor, " ")),
        (Act.ASK, lambda desk, n: desk.ask(n, actor, LONG)),
        (Act.REPLY, lambda desk, n: desk.reply(n, actor, "Sedang dikerjakan")),
        (Act.REPLY, lambda desk, n: desk.reply(n, actor, None)),
        (Act.REPLY, lambda desk, n: desk.reply(n, actor, None, [PHOTO] * 11)),
        (Act.NOTE, lambda desk, n: desk.note(n, actor, "")),
        (Act.PROMISE, lambda desk, n: desk.promise(n, actor, date(2026, 12, 1))),
        (Act.PROMISE, lambda desk, n: desk.promise(n, actor, date(2026, 11, 28))),
        (Act.PROMISE, lambda desk, n: desk.promise(n, actor, date(2026, 11, 1))),
        (Act.PROMISE, lambda desk, n: desk.promise(n, actor, date(2029, 11, 1))),
        (Act.RESOLVE, lambda desk, n: desk.resolve(n, actor, "Sudah ditambal", [PHOTO])),
        (Act.RESOLVE, lambda desk, n: desk.resolve(n, actor, "Sudah ditambal")),
        (Act.RESOLVE, lambda desk, n: desk.resolve(n, actor, "", [PHOTO])),
        (Act.REROUTE, lambda desk, n: desk.reroute(n, actor, "DLH", "Bukan kami")),
        (Act.REROUTE, lambda desk, n: desk.reroute(n, actor, "PUPR", "Bukan kami")),
        (Act.REROUTE, lambda desk, n: desk.reroute(n, actor, "LAMA", "Bukan kami")),
        (Act.REROUTE, lambda desk, n: desk.reroute(n, actor, "DLH", "")),
        (Act.PROPOSE, lambda desk, n: desk.propose(n, actor, Proposal.REJECT, "Bukan laporan")),
        (Act.PROPOSE, lambda desk, n: desk.propose(n, actor, Proposal.REJECT, "")),
        (Act.DISPOSE, lambda desk, n: desk.dispose(n, actor, "DLH")),
        (Act.DISPOSE, lambda desk, n: desk.dispose(n, actor, "PUPR")),
        (Act.DISPOSE, lambda desk, n: desk.dispose(n, actor, "LAMA")),
        (Act.CONSENT, lambda desk, n: desk.consent(n, actor)),
        (Act.REFUSE, lambda desk, n: desk.refuse(n, actor, "Tetap dikerjakan")),
        (Act.REFUSE, lambda desk, n: desk.refuse(n, actor, "")),
        (Act.NUDGE, lambda desk, n: desk.nudge(n, actor)),
        (Act.EXTEND, lambda desk, n: desk.extend(n, actor, 3, "Menunggu bahan")),
        (Act.EXTEND, lambda desk, n: desk.extend(n, actor, 3, "")),
        (Act.EXTEND, lambda desk, n: desk.extend(n, actor, 900, "Menunggu bahan")),
    ]


def by_reporters(person: int) -> list[tuple[Act, Acting]]:
    """Return every act of reporters and of the clock, done as it should be and with what each refuses."""
    return [
        (Act.ADD, lambda desk, n: desk.add(n, person, "Dekat gapura")),
        (Act.ANSWER, lambda desk, n: desk.add(n, person, None)),
        (Act.AMEND, lambda desk, n: desk.amend(n, person, "Dekat masjid")),
        (Act.AMEND, lambda desk, n: desk.amend(n, person, "")),
        (Act.CONFIRM, lambda desk, n: desk.confirm(n, person)),
        (Act.REOPEN, lambda desk, n: desk.reopen(n, person, "Masih berlubang")),
        (Act.REOPEN, lambda desk, n: desk.reopen(n, person, None)),
        (Act.WITHDRAW, lambda desk, n: desk.withdraw(n, person)),
        (Act.RATE, lambda desk, n: desk.rate(n, person, 5)),
        (Act.RATE, lambda desk, n: desk.rate(n, person, 6)),
        (Act.RATE, lambda desk, n: desk.rate(n, person, 5, "")),
        (Act.RECHECK, lambda desk, n: desk.recheck(n, person, good=True)),
        (Act.LAPSE, lambda desk, n: desk.lapse(n)),
    ]


EVERY_ACT = [
    *(acting for actor in (BUDI, WATI, HELPER, ANI) for acting in by_officers(actor)),
    *(acting for person in (SITI, STRANGER) for acting in by_reporters(person)),
]

WAYS: dict[str, tuple[Acting, ...]] = {
    "submitted": (),
    "bounced": (lambda desk, n: desk.reroute(n, BUDI, None, "Bukan kami"),),
    "proposed": (lambda desk, n: desk.propose(n, BUDI, Proposal.REJECT, "Bukan laporan"),),
    "promised": (
        lambda desk, n: desk.accept(n, BUDI),
        lambda desk, n: desk.promise(n, BUDI, date(2026, 12, 1)),
    ),
    "waiting_reporter": (lambda desk, n: desk.ask(n, BUDI, "Sebelah mana?"),),
    "resolved": (
        lambda desk, n: desk.accept(n, BUDI),
        lambda desk, n: desk.resolve(n, BUDI, "Sudah ditambal", [PHOTO]),
    ),
    "closed": (
        lambda desk, n: desk.accept(n, BUDI),
        lambda desk, n: desk.resolve(n, BUDI, "Sudah ditambal", [PHOTO]),
        lambda desk, n: desk.confirm(n, SITI),
        lambda desk, n: desk.recheck(n, SITI, good=True),
    ),
    "cannot_act": (
        lambda desk, n: desk.propose(n, BUDI, Proposal.CANNOT_ACT, "Tidak ada anggaran"),
        lambda desk, n: desk.consent(n, ANI),
    ),
    "rejected": (
        lambda desk, n: desk.propose(n, BUDI, Proposal.REJECT, "Bukan laporan"),
        lambda desk, n: desk.consent(n, ANI),
    ),
    "withdrawn": (lambda desk, n: desk.withdraw(n, SITI),),
}
"""Ways into every status, and into what an act may depend on besides it."""


def test_the_acts_are_all_acts_and_the_ways_lead_everywhere() -> None:
    assert {act for act, _ in EVERY_ACT} == set(Act)
    assert set(WAYS) >= {status.value for status in Status} - {Status.IN_PROGRESS, Status.MERGED}


@pytest.mark.parametrize("way", WAYS)
async def test_a_refused_act_leaves_everything_as_it_was(office: Office, way: str) -> None:
    await office.coordination_group()
    refused, number = 0, await led_into(office, way)
    before = await everything(office)
    for _act, acting in EVERY_ACT:
        if await attempt(office, lambda desk, acting=acting, number=number: acting(desk, number)) is None:  # type: ignore[misc]
            number = await led_into(office, way)
            before = await everything(office)
            continue
        refused += 1
        assert await everything(office) == before
    assert refused > len(EVERY_ACT) // 2


async def test_half_an_act_is_never_committed(office: Office) -> None:
    number = await office.file()
    before = await office.row(number)

    async def refused_midway(desk: Desk) -> Report:
        report = await desk.report_for(number, Act.ACCEPT, BUDI)
        report.holder_name = "Budi"
        return report

    with pytest.raises(ChangedWithoutEvent):
        await office.do(refused_midway)
    assert await office.row(number) == before


async def test_what_another_does_next_does_not_carry_half_an_act_along(office: Office) -> None:
    number = await office.file()
    before = await office.row(number)

    async def two(desk: Desk) -> Report:
        report = await desk.report_for(number, Act.ACCEPT, BUDI)
        report.bounces = 1
        return await desk.reply(number, BUDI, "Sedang dikerjakan")

    with pytest.raises(ChangedWithoutEvent):
        await office.do(two)
    assert await office.row(number) == before
    assert await office.events(number) == ["filed"]


async def led_into(office: Office, way: str) -> int:
    """File a report and lead it one of the WAYS."""
    number = await office.file()
    for step in WAYS[way]:
        await office.do(lambda desk, step=step: step(desk, number))  # type: ignore[misc]
    return number


async def attempt(office: Office, doing: Doing) -> TaproseError | None:
    """Act; where it is refused, go on with the transaction as handlers do, which must have nothing to write."""
    refusal: TaproseError | None = None
    told = list(office.ears.heard_of)

    async def act(desk: Desk) -> Report:
        nonlocal refusal
        try:
            return await doing(desk)
        except TaproseError as error:
            refusal = error
            assert _nothing_waits(desk.transaction)
            assert office.ears.heard_of == told
            return Report()

    await office.do(act)
    return refusal


def _nothing_waits(transaction: Transaction) -> bool:
    """Tell whether a transaction has neither written nor kept anything for its end."""
    return not transaction.session.new and not transaction.session.dirty and not transaction.session.deleted


async def everything(office: Office) -> list[list[dict[str, Any]]]:
    """Return every row that an act may write."""
    tables = [
        Report.metadata.tables[name] for name in ("report", "assignment", "reminder", "outbox", "report_attachment")
    ]
    async with office.database.reading() as reading:
        return [
            [
                dict(row)
                for row in (await reading.session.execute(sa.select(table).order_by(*table.primary_key))).mappings()
            ]
            for table in (*tables, EVENTS)
        ]
