"""What the programme says of itself: health, and figures that Prometheus reads."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operating.health import Health
from bot.operating.http import HttpServer, PortTaken
from bot.operating.metrics import CourierMetrics, exposition
from storage.engine import Database
from storage.errors import DatabaseFull
from storage.outbox import Delivery
from storage.tables import Priority
from tests.sending.post import Post


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


def server(post: Post, port: int = 0) -> HttpServer:
    metrics = CourierMetrics(post.courier, post.pacing, post.clock)
    heartbeats = post.courier.heartbeats
    health = Health(
        post.database, post.courier, post.clock, lambda: [wrong for beat in heartbeats if (wrong := beat.wrong())]
    )
    return HttpServer("127.0.0.1", port, health=health.look, metrics=lambda: exposition(metrics))


async def test_the_figures_tell_what_was_sent_and_what_waits_for_how_long(post: Post) -> None:
    person = await post.person()
    async with server(post) as http:
        await post.put("sendMessage", person.id, text="halo")
        await post.until_idle()
        await person.block()
        await post.put("sendMessage", person.id, text="halo")
        await post.until_idle()
        group = await post.group()
        for number in range(25):
            await post.put("sendMessage", group.id, Delivery(Priority.CARD), text=str(number))
        await post.pass_time(10)
        status, text = await get(f"{http.url}/metrics")
        assert status == 200
        figures = {
            (sample.name, sample.labels.get("priority", "")): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }
        assert figures["taprose_courier_sent_total", ""] == 21
        assert figures["taprose_courier_dead_letters_total", ""] == 1
        assert figures["taprose_outbox_waiting", "card"] == 5
        assert figures["taprose_outbox_oldest_seconds", "card"] >= 9
        assert figures["taprose_courier_refusals_total", ""] == 0
        assert figures["taprose_courier_rate_allowed", ""] == 30


async def test_health_says_why_it_is_not_well(post: Post) -> None:
    async with server(post) as http:
        assert await get(f"{http.url}/healthz") == (200, "ok\n")
        await post.server.client.post("faults", kind="error", status=429, retry_after=900, methods=["sendMessage"])
        person = await post.person()
        await post.put("sendMessage", person.id, text="halo")
        await post.pass_time(400, step=20)
        status, text = await get(f"{http.url}/healthz")
        assert status == 503
        assert "1 messages wait" in text


async def test_health_says_that_nothing_can_be_recorded(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    person = await post.person()
    await post.put("sendMessage", person.id, text="halo")
    await post.until_idle()

    def refuse(database: Database, now: Any) -> Any:
        raise DatabaseFull("database or disk is full")

    async with server(post) as http:
        await post.fault("latency", seconds=0.3, methods=["sendMessage"])
        await post.put("sendMessage", person.id, text="halo")
        monkeypatch.setattr(Database, "transaction", refuse)
        async with asyncio.timeout(10):
            while post.courier._ledger.writes:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await post.clock.advance(timedelta(seconds=31))
        status, text = await get(f"{http.url}/healthz")
        assert (status, text) == (503, "ledger: has failed for 31 seconds (DatabaseFull)\n")


async def test_a_taken_port_is_named(post: Post) -> None:
    async with server(post) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port}.*telegram\.listen"):
            await server(post, port).__aenter__()
