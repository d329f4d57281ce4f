"""People who write, tap and look, for tests: a client of a local Telegram's `/sim`."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp

from sandbox.screens import Screen, Shown

Json = dict[str, Any]
DEFAULT_TIMEOUT = 5.0


class Refused(Exception):
    """The local Telegram could not do what was asked; the text says why."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


def attachment(content: bytes, file_name: str = "", mime_type: str = "") -> Json:
    """A file as `Person.send` takes it: `send(photo=attachment(...))`, `document=`, `video=`, or in an `album=`."""
    named = {"file_name": file_name, "mime_type": mime_type}
    return {"data": base64.b64encode(content).decode(), **{name: value for name, value in named.items() if value}}


class Client:
    """A connection to a local Telegram. Close it, or use it with `async with`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session

    async def request(self, method: str, path: str, /, *, json: Json | None = None, **query: Any) -> Json:
        """One request to `/sim`. Raises Refused with the sentence that the local Telegram gave."""
        params = {key: str(value) for key, value in query.items() if value is not None}
        async with self._open().request(method, f"{self.url}/sim/{path}", json=json, params=params) as response:
            body: Json = await response.json()
            if response.status != 200:
                raise Refused(body["error"], response.status)
            return body

    async def post(self, path: str, /, **body: Any) -> Json:
        """POST to `/sim/<path>`; fields that are None are left out."""
        return await self.request("POST", path, json={k: v for k, v in body.items() if v is not None})

    async def get(self, path: str, /, **query: Any) -> Json:
        return await self.request("GET", path, **query)

    async def person(self, first_name: str, **fields: Any) -> Person:
        """Add a person: `last_name`, `username`, `language_code`, `id`, `started`."""
        made = await self.post("people", first_name=first_name, **fields)
        return Person(self, made["id"], first_name, bot=fields.get("bot"))

    async def group(self, title: str, members: Sequence[Person] = (), **fields: Any) -> Group:
        """Add a group that the first of `members` made: `admin`, `supergroup`, `id`, `bot`."""
        made = await self.post("groups", title=title, members=[p.id for p in members], **fields)
        return Group(self, made["id"], title)

    async def screen(self, chat_id: int, **query: Any) -> Screen:
        return Screen(await self.get(f"chats/{chat_id}", **query))

    async def calls(self, method: str | None = None, limit: int = 100_000) -> list[Json]:
        """Every call that bots made, oldest first."""
        calls: list[Json] = (await self.get("log", method=method, limit=limit))["calls"]
        return calls

    async def content(self, shown: Shown) -> bytes:
        """The bytes of the file that a message carries, as they were sent. Raises LookupError for one without a file."""
        if not shown.file_url:
            raise LookupError(f"there is no file in {shown!r}")
        async with self._open().get(f"{self.url}{shown.file_url}") as response:
            response.raise_for_status()
            return await response.read()

    async def fault(self, kind: str, **fields: Any) -> None:
        """Switch a fault on: `count`, `methods`, `chats`, `seconds`, `status`..., see docs/sandbox.md."""
        await self.post("faults", kind=kind, **fields)

    async def clear_faults(self) -> None:
        """Switch every fault off."""
        await self.request("DELETE", "faults")

    async def advance(self, seconds: float) -> None:
        """Move the world's clock."""
        await self.post("time", advance=seconds)


@dataclass
class Group:
    """A group chat; after `upgrade` its `id` is the supergroup's."""

    client: Client
    id: int
    title: str

    async def screen(self, viewer: Person | None = None, **query: Any) -> Screen:
        return await self.client.screen(self.id, **{"as": viewer.id if viewer else None}, **query)

    async def change(self, action: str, who: Person | None = None, **fields: Any) -> Json:
        """`action` on a person, or on the bot if `who` is None."""
        subject: Json = {"bot": True} if who is None else {"person_id": who.id}
        return await self.client.post("members", chat_id=self.id, action=action, **subject, **fields)

    async def permit(self, **permissions: bool) -> None:
        """What plain members, the bot among them, may do there: `can_send_photos=False`..."""
        await self.client.post("permissions", chat_id=self.id, permissions=permissions)

    async def upgrade(self) -> int:
        """Become a supergroup; return the old id."""
        moved = await self.client.post("upgrades", chat_id=self.id)
        self.id = moved["chat_id"]
        old: int = moved["old_chat_id"]
        return old


@dataclass
class Tap:
    """A tap, and how the bot answered it."""

    client: Client
    view: Json

    async def answer(self, timeout: float = DEFAULT_TIMEOUT) -> Json:
        """Wait for the bot's answer: {answered, text, show_alert, url}. Raises TimeoutError if none comes."""
        seen = await self.client.get(f"taps/{self.view['id']}", timeout=timeout)
        if not seen["answered"]:
            raise TimeoutError(f"the tap on {seen['data']!r} was not answered within {timeout} s")
        return seen


@dataclass
class Person:
    """Somebody with a phone. Unless a `chat` is named, they act in their private chat with the bot."""

    client: Client
    id: int
    name: str
    bot: str | None = None
    _seen: dict[int, int] = field(default_factory=dict)

    async def send(self, text: str | None = None, *, chat: Group | None = None, **fields: Any) -> int:
        """Send a message: a text, or any content that `/sim/messages` takes. Return its id."""
        where = chat.id if chat else self.id
        sent = await self.client.post("messages", **{"from": self.id}, chat_id=where, bot=self.bot, text=text, **fields)
        self._seen[where] = sent["seq"]
        message_id: int = sent["message_id"]
        return message_id

    async def tap(self, label: str | None = None, *, chat: Group | None = None, **fields: Any) -> Tap:
        """Tap the button with this label (an emoji before it may be left out) or with `data`, on the latest message with it."""
        where = chat.id if chat else self.id
        body = {"from": self.id, "chat_id": where, "bot": self.bot, "text": label, **fields}
        made = await self.client.post("taps", **body)
        self._seen[where] = made.get("seq", self._seen.get(where, 0))
        return Tap(self.client, made)

    async def screen(self, chat: Group | None = None, **query: Any) -> Screen:
        """The chat as it is now."""
        where = chat.id if chat else self.id
        return await self.client.screen(where, **{"as": self.id}, bot=self.bot, **query)

    async def until(
        self,
        holds: Callable[[Screen], Any],
        *,
        chat: Group | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> Screen:
        """Wait until `holds(screen)` is true and return that screen. Raises AssertionError with the screen if not."""
        where = chat.id if chat else self.id
        ends = time.monotonic() + timeout
        after = -1
        while True:
            left = ends - time.monotonic()
            query = {"as": self.id, "bot": self.bot, "after": after, "timeout": max(0.0, left)}
            screen = await self.client.screen(where, **query)
            if holds(screen):
                return screen
            if left <= 0:
                raise AssertionError(f"not seen within {timeout} s by {self.name}:\n{screen!r}")
            after = screen.seq

    async def hears(self, text: str = "", *, chat: Group | None = None, timeout: float = DEFAULT_TIMEOUT) -> Shown:
        """Wait for a bot's message, new or edited since this person last acted or heard, that contains `text`."""
        where = chat.id if chat else self.id
        since = self._seen.get(where, 0)

        def fresh(screen: Screen) -> list[Shown]:
            return [m for m in screen.messages if m.by_bot and m.seq > since and text in m.text]

        screen = await self.until(fresh, chat=chat, timeout=timeout)
        heard = fresh(screen)[0] if not text else fresh(screen)[-1]
        self._seen[where] = max(since, heard.seq)
        return heard

    async def asks(self, text: str, expected: str = "", **fields: Any) -> Shown:
        """Send a text and wait for the bot's message that contains `expected`."""
        chat = fields.pop("chat", None)
        await self.send(text, chat=chat, **fields)
        return await self.hears(expected, chat=chat)

    async def block(self, *, blocked: bool = True) -> None:
        await self.client.post("blocks", person_id=self.id, blocked=blocked, bot=self.bot)
