"""On whose behalf something is done."""

from dataclasses import dataclass

from storage.tables.reports import ActorKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a reporter or officer by Telegram id, a coordinator, or the system itself.

    `agency` is the agency in whose group an officer acts. `name` is what colleagues in that group may see.
    """

    kind: ActorKind
    id: int | None = None
    name: str | None = None
    agency: str | None = None


SYSTEM = Actor(ActorKind.SYSTEM)


def reporter(user_id: int) -> Actor:
    """Return the reporter with that Telegram id; their name stays out of it."""
    return Actor(ActorKind.REPORTER, user_id)


def officer(user_id: int, name: str, agency: str) -> Actor:
    """Return an officer acting in the group of an agency."""
    return Actor(ActorKind.OFFICER, user_id, name, agency)


def coordinator(user_id: int, name: str) -> Actor:
    """Return a coordinator."""
    return Actor(ActorKind.COORDINATOR, user_id, name)
