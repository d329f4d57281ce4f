"""What officers and coordinators do with the buttons under a card, in one table.

A button `name` reads as the text `btn-name`. What it needs to be told is asked for by `prompt-name`, with
`placeholder-name` in the field; what it was chosen to be comes from its menu. The group's help explains it by `help-name`.
Where a button stands is here and in card.py, whether it does follows from the life of a report and the rights (reports/lifecycle.py, reports/authority.py).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.cards import menus
from handlers.cards.dates import parse_day
from handlers.cards.menus import Menu
from reports.actors import Actor, ActorRole
from reports.authority import may
from reports.desk import Desk
from reports.desk.case import required_text
from reports.errors import UnknownCode
from reports.filing import Attachment
from reports.lifecycle import Act, possible
from storage.tables import Proposal, Report

NOT_A_REPORT = "bukan laporan"
"""Words that begin a reason under `Tidak dapat` when the report is none at all (spam, prank)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody chose and wrote for an act. `to` is an agency's code (None: the coordinators), `days` working days.

    `files` are all that came for it, `brought` those of the last message alone.
    """

    text: str | None = None
    files: Sequence[Attachment] = ()
    brought: Sequence[Attachment] = ()
    to: str | None = None
    days: int | None = None


Call = Callable[[Desk, int, Actor, Told], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class CardAct:
    """One button: on whose card, which act of a report's life it is, and the call of the desk that does it.

    `row` orders a coordinator's buttons. `menu` is what it opens; `prompts`: it asks for words, after a choice in the
    menu where there is one; `done` is said when it was done by tapping alone. `takes_files`: files with the words go to
    the reporter.
    """

    name: str
    act: Act
    role: ActorRole
    call: Call
    row: int = 0
    menu: Menu | None = None
    prompts: bool = False
    done: str | None = None
    takes_files: bool = False


async def _ask(desk: Desk, report: int, actor: Actor, told: Told) -> None:
    """Ask the reporter; a photo that goes with the question is sent before it."""
    if told.brought:
        await desk.report_for(report, Act.ASK, actor)
        required_text(told.text, what="question")
        await desk.reply(report, actor, None, told.brought)
    await desk.ask(report, actor, told.text or "")


async def _propose(desk: Desk, report: int, actor: Actor, told: Told) -> None:
    reason = (told.text or "").strip()
    is_rejected = reason.lower().startswith(NOT_A_REPORT)
    await desk.propose(report, actor, Proposal.REJECT if is_rejected else Proposal.CANNOT_ACT, reason)


async def _promise(desk: Desk, report: int, actor: Actor, told: Told) -> None:
    calendar = desk.calendar_of(await desk.report_for(report, Act.PROMISE, actor))
    today = desk.now.astimezone(desk.regency.timezone).date()
    if told.days is None:
        day = parse_day(told.text or "", today, calendar)
    else:
        day = calendar.working_days_after(today, told.days)
    await desk.promise(report, actor, day)


async def _dispose(desk: Desk, report: int, actor: Actor, told: Told) -> None:
    if told.to is None:
        raise UnknownCode("agency", menus.COORDINATORS)
    await desk.dispose(report, actor, told.to)


_OFFICER, _COORDINATOR = ActorRole.OFFICER, ActorRole.COORDINATOR

ACTS = (
    CardAct("accept", Act.ACCEPT, _OFFICER, lambda desk, report, who, _: desk.accept(report, who), done="tap-accepted"),
    CardAct(
        "resolve",
        Act.RESOLVE,
        _OFFICER,
        lambda desk, report, who, told: desk.resolve(report, who, told.text, told.files),
        prompts=True,
        takes_files=True,
    ),
    CardAct("promise", Act.PROMISE, _OFFICER, _promise, menu=menus.PROMISES, prompts=True, done="tap-promised"),
    CardAct("ask", Act.ASK, _OFFICER, _ask, prompts=True, takes_files=True),
    CardAct(
        "reroute",
        Act.REROUTE,
        _OFFICER,
        lambda desk, report, who, told: desk.reroute(report, who, told.to, told.text or ""),
        menu=menus.AGENCIES_AND_COORDINATORS,
        prompts=True,
    ),
    CardAct("cannot", Act.PROPOSE, _OFFICER, _propose, prompts=True),
    CardAct(
        "consent",
        Act.CONSENT,
        _COORDINATOR,
        lambda desk, report, who, _: desk.consent(report, who),
        done="tap-consented",
    ),
    CardAct(
        "refuse",
        Act.REFUSE,
        _COORDINATOR,
        lambda desk, report, who, told: desk.refuse(report, who, told.text or ""),
        prompts=True,
    ),
    CardAct("dispose", Act.DISPOSE, _COORDINATOR, _dispose, row=1, menu=menus.AGENCIES, done="tap-disposed"),
    CardAct(
        "nudge", Act.NUDGE, _COORDINATOR, lambda desk, report, who, _: desk.nudge(report, who), row=2, done="tap-nudged"
    ),
    CardAct(
        "extend",
        Act.EXTEND,
        _COORDINATOR,
        lambda desk, report, who, told: desk.extend(report, who, told.days or 0, told.text or ""),
        row=2,
        menu=menus.EXTENSIONS,
        prompts=True,
    ),
)
"""Every button, in the order in which they stand."""

BY_NAME = {entry.name: entry for entry in ACTS}


def offered(report: Report, viewer: Actor) -> list[CardAct]:
    """Return the buttons under a report's card in a group: what those who look may do, and what can be done now."""
    now = possible(report)
    return [
        entry for entry in ACTS if entry.role is viewer.role and entry.act in now and may(viewer, entry.act, report)
    ]
