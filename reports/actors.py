"""On whose behalf something is done or looked at."""

from dataclasses import dataclass
from enum import StrEnum

from storage.tables.reports import ActorKind


class ActorRole(StrEnum):
    """In which role somebody acts or looks. The first four act; leaders only read, outsiders are in no group of ours."""

    REPORTER = "reporter"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    SYSTEM = "system"
    LEADER = "leader"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or looks: a person by our own number, the system itself; without a number a whole group.

    `agency` is the agency in whose group an officer acts. `name` is what colleagues in that group may see. What each may
    do is in reports/authority.py.
    """

    role: ActorRole
    id: int | None = None
    name: str | None = None
    agency: str | None = None

    @property
    def kind(self) -> ActorKind:
        """What an event says of who acted. Raises ValueError for a role in which nobody acts."""
        return ActorKind(self.role.value)


SYSTEM = Actor(ActorRole.SYSTEM)
LEADERS = Actor(ActorRole.LEADER)
OUTSIDERS = Actor(ActorRole.OUTSIDER)


def reporter(person: int) -> Actor:
    """Return a citizen; their name stays out of it."""
    return Actor(ActorRole.REPORTER, person)


def officer(person: int | None, name: str | None, agency: str) -> Actor:
    """Return an officer acting in the group of an agency."""
    return Actor(ActorRole.OFFICER, person, name, agency)


def coordinator(person: int | None, name: str | None) -> Actor:
    """Return a coordinator."""
    return Actor(ActorRole.COORDINATOR, person, name)
