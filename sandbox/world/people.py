"""Who lives in the world: people and bots."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.support.clock import Clock
from sandbox.support.events import Json
from sandbox.world.updates import UpdateQueue
from sandbox.world.webhook import Webhook


@dataclass(slots=True)
class Person:
    """Someone with a phone. `deactivated` is an account that its owner has deleted."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "id"
    deactivated: bool = False
    _wire: Json | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def wire(self) -> Json:
        """The User object that messages carry; shared, so never to be changed in place."""
        if self._wire is not None:
            return self._wire
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        self._wire = user
        return user


class Bot:
    """A bot account: what its owner set, what it has asked for, and who will hear from it."""

    def __init__(
        self, bot_id: int, token: str, username: str, name: str, *, clock: Clock, privacy: bool, first_update: int
    ) -> None:
        self.id = bot_id
        self.token = token
        self.username = username
        self.first_name = name
        self.names: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.default_rights: dict[bool, Json] = {}
        self.privacy = privacy
        self.updates = UpdateQueue(clock, first_update)
        self.webhook = Webhook()
        self.started_by: set[int] = set()
        self.blocked_by: set[int] = set()
        self.polls = 0
        self.next_message_id = 1
        self._wire: Json | None = None

    @property
    def name(self) -> str:
        return self.names.get("", self.first_name)

    def wire(self) -> Json:
        """The User object that messages carry; shared, so never to be changed in place."""
        if self._wire is None or self._wire["first_name"] != self.name:
            self._wire = {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}
        return self._wire

    def wire_me(self) -> Json:
        """The bot as `getMe` shows it to itself."""
        return {
            **self.wire(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(slots=True)
class Member:
    """Someone's standing in a group."""

    user: Person | Bot
    status: str = "member"
    rights: Json = field(default_factory=dict)
    title: str = ""
    until: int = 0

    @property
    def present(self) -> bool:
        return self.status in ("creator", "administrator", "member") or (
            self.status == "restricted" and bool(self.rights.get("is_member", True))
        )

    @property
    def leads(self) -> bool:
        return self.status in ("creator", "administrator")
