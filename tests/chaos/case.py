"""What comes of one report: decided by a seed, played by its citizen and an officer, step after step."""

import asyncio
import random
from dataclasses import dataclass

from tests.chaos.acting import GivenUp
from tests.chaos.citizen import ANONYMOUS, CONFIDENTIAL, NAMED, Citizen
from tests.chaos.officer import Officer
from tests.chaos.promises import Promises
from tests.chaos.town import RETIRING, TOPICS, Town

IDENTITIES = (ANONYMOUS, ANONYMOUS, NAMED, CONFIDENTIAL)


@dataclass(slots=True)
class Plan:
    """What shall happen to one report."""

    topic: int
    identity: str
    photo: bool
    additions: int
    is_amended: bool
    is_accepted: bool
    is_replied_to: bool
    is_asked: bool
    is_resolved: bool
    is_reopened: bool
    is_returned: bool
    officer: int

    @classmethod
    def drawn(cls, chance: random.Random, number: int) -> "Plan":
        """Draw what happens to the report of this number; every topic has its share."""

        def yes(share: float) -> bool:
            return chance.random() < share

        return cls(
            topic=number % len(TOPICS), identity=chance.choice(IDENTITIES), photo=yes(0.3),
            additions=chance.randint(0, 2), is_amended=yes(0.3), is_accepted=yes(0.8), is_replied_to=yes(0.5),
            is_asked=yes(0.5), is_resolved=yes(0.6), is_reopened=yes(0.5), is_returned=yes(0.1),
            officer=chance.randrange(2),
        )  # fmt: skip


@dataclass(slots=True)
class Regency:
    """Citizens who report one after the other, and the officers' desks."""

    town: Town
    promises: Promises
    desks: dict[tuple[str, int], asyncio.Lock]

    async def live(self, citizen: Citizen, plans: list[Plan]) -> None:
        """Have somebody file reports one after the other and see each through, as far as it goes."""
        try:
            await citizen.greet()
            for plan in plans:
                await citizen.file(TOPICS[plan.topic], plan.identity, photo=plan.photo)
                await self._see_through(citizen, plan)
        except GivenUp as reason:
            self.promises.given_up.append(str(reason))

    async def _see_through(self, citizen: Citizen, plan: Plan) -> None:
        try:
            await self._play(citizen, plan)
        except GivenUp as reason:
            self.promises.given_up.append(str(reason))

    async def _play(self, citizen: Citizen, plan: Plan) -> None:
        code, ticket = TOPICS[plan.topic].agency, citizen.ticket
        officer = Officer(
            self.town.officers[code][plan.officer], self.town.groups[code],
            self.desks.setdefault((code, plan.officer), asyncio.Lock()), self.town, self.promises,
        )  # fmt: skip
        added = [await citizen.add() for _ in range(plan.additions)]
        if added and plan.is_amended:
            await citizen.amend(added[-1])
        if code == RETIRING:
            # While it is taken out, its reports lie with the coordinators.
            return
        if plan.is_returned:
            await officer.return_to_coordinators(ticket)
            return
        if plan.is_accepted:
            await officer.accept(ticket)
        if plan.is_replied_to:
            await officer.reply(ticket, citizen.person)
        if plan.is_asked:
            await citizen.answer(await officer.ask(ticket, citizen.person))
        if plan.is_accepted and plan.is_resolved:
            await officer.resolve(ticket, citizen.person)
            if plan.is_reopened:
                await citizen.reopen()
