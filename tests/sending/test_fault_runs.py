"""Runs of faults, kills and restarts in any order: what should arrive arrives, announcements at most once."""

import asyncio
import collections
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.outbox import Delivery
from storage.tables import OutboxState, Priority
from tests.connections import connections_end
from tests.sending.post import Post, open_post

PEOPLE = 4
UNKNOWN = ("drop_after", "error_after", "truncate", "malformed", "html")

FAULT = st.one_of(
    st.tuples(st.just("429"), st.integers(1, 8)),
    st.tuples(st.sampled_from(("drop", "502", *UNKNOWN)), st.integers(1, 3)),
)
STEP = st.one_of(
    st.tuples(st.just("push"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("news"), st.integers(0, PEOPLE - 1)),
    st.tuples(st.just("card"), st.just(0)),
    st.tuples(st.just("fault"), FAULT),
    st.tuples(st.just("kill"), st.booleans()),
    st.tuples(st.just("time"), st.integers(1, 6)),
    st.tuples(st.just("jump"), st.sampled_from((-3_600, 3_600))),
)


@dataclass
class Tally:
    """What all runs together had and did."""

    runs: int = 0
    messages: int = 0
    announcements: int = 0
    arrived: int = 0
    doubled: int = 0
    not_announced: int = 0
    uncertain: int = 0


TALLY = Tally()


def test_in_any_order_of_faults_and_kills_what_should_arrive_arrives(sqlite_template: Path) -> None:
    global TALLY  # noqa: PLW0603  counted over all examples, which hypothesis calls one by one
    TALLY = Tally()

    @settings(
        max_examples=60, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.lists(STEP, min_size=4, max_size=25))
    def run(steps: list[tuple[str, Any]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "taprose.db"
            shutil.copyfile(sqlite_template, path)
            asyncio.run(_play(f"sqlite+aiosqlite:///{path}", steps))

    run()
    print(f"\n{TALLY}")
    assert TALLY.runs >= 60
    assert TALLY.uncertain
    assert TALLY.arrived > TALLY.runs


async def _play(url: str, steps: list[tuple[str, Any]]) -> None:
    async with open_post(url) as post:
        people = [await post.person(f"Warga{number}") for number in range(PEOPLE)]
        group = await post.group()
        must: dict[str, Any] = {}
        once: dict[str, Any] = {}
        uncertain = kills = 0
        for number, (act, what) in enumerate(steps):
            text = f"{act}-{number}"
            if act == "push":
                must[text] = people[what]
                await post.put("sendMessage", people[what].id, Delivery(Priority.PUSH), text=text)
            elif act == "card":
                must[text] = group
                await post.put("sendMessage", group.id, Delivery(Priority.CARD), text=text)
            elif act == "news":
                once[text] = people[what]
                await post.put("sendMessage", people[what].id, Delivery(Priority.ANNOUNCEMENT, once=True), text=text)
            elif act == "fault":
                uncertain += await _strike(post, *what)
            elif act == "kill":
                kills += 1
                await _kill(post, recorded=what)
            elif act == "jump":
                await post.clock.advance(timedelta(seconds=what))
            else:
                await post.pass_time(what, step=0.5)
        await post.server.client.request("DELETE", "faults")
        waited = 0.0
        while not post.courier.idle:
            assert waited < 900
            await post.pass_time(5.0, step=5.0)
            waited += 5.0
        await _check(post, [*people, group], must, once, uncertain + kills)
    await connections_end()


async def _strike(post: Post, kind: str, size: int) -> int:
    """Switch a fault on and return how many outcomes it can make unknown."""
    body: dict[str, Any] = {"kind": kind, "count": size, "methods": ["sendMessage"]}
    if kind == "429":
        body = {"kind": "error", "status": 429, "retry_after": size, "count": 1, "methods": ["sendMessage"]}
    elif kind in ("502", "error_after"):
        body |= {"kind": "error" if kind == "502" else kind, "status": 502}
    await post.server.client.post("faults", **body)
    # A connection that breaks before the effect cannot be told from one that breaks after it.
    return 0 if kind == "429" else size


async def _kill(post: Post, *, recorded: bool) -> None:
    """End the courier: writing down what it knows, or, as SIGKILL does, nothing more."""
    if not recorded:
        ledger = post.courier._ledger

        async def nothing() -> None:
            return

        # A commit that has begun is the database's matter; what was not yet handed to it is lost.
        async with ledger._writing:
            ledger._write = nothing  # type: ignore[method-assign]
    await post.stop()
    await post.start()


async def _check(post: Post, chats: list[Any], must: dict[str, Any], once: dict[str, Any], uncertain: int) -> None:
    seen: dict[int, collections.Counter[str]] = {}
    for chat in chats:
        texts = await post.texts(chat)
        seen[chat.id] = collections.Counter(texts)
        first = list(dict.fromkeys(text for text in texts if text in must or text in once))
        assert first == sorted(first, key=lambda text: int(text.rpartition("-")[2])), "out of order"
    for text, chat in must.items():
        assert seen[chat.id][text] >= 1, f"{text} was lost"
    for text, chat in once.items():
        assert seen[chat.id][text] <= 1, f"{text} arrived twice"
    states = collections.Counter(row.state for row in (await post.rows()).values())
    assert states[OutboxState.PENDING] == 0
    doubled = sum(count - 1 for counter in seen.values() for count in counter.values() if count > 1)
    # A kill can leave one message of each chat in the air.
    assert doubled <= uncertain * (PEOPLE + 1)
    if not uncertain:
        assert doubled == 0
        assert all(seen[chat.id][text] == 1 for text, chat in once.items())
    TALLY.runs += 1
    TALLY.messages += len(must)
    TALLY.announcements += len(once)
    TALLY.arrived += sum(bool(seen[chat.id][text]) for text, chat in {**must, **once}.items())
    TALLY.doubled += doubled
    TALLY.not_announced += sum(not seen[chat.id][text] for text, chat in once.items())
    TALLY.uncertain += uncertain
