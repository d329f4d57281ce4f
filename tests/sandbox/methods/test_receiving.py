"""Getting updates: by asking, and at a webhook."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import aiogram
import aiohttp
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError
from aiohttp import web

from sandbox import TINY_PNG, Group, Person, Sandbox


class Receiver:
    """A bot's own address: answers with the statuses it was given, then with 200, and keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.answer: Callable[[], web.Response] | None = None
        self.times: list[float] = []
        self.retry_after = ""
        self.refuses = 0
        self.got = asyncio.Condition()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.headers = dict(request.headers)
        async with self.got:
            self.seen.append(update)
            self.times.append(time.monotonic())
            status = self.statuses.pop(0) if self.statuses else 200
            if self.refuses and update["message"]["chat"]["id"] == self.refuses:
                status = 500
            if status == 200:
                self.taken.append(update)
            self.got.notify_all()
        if status == 200 and self.answer is not None:
            return self.answer()
        headers = {"Retry-After": self.retry_after} if self.retry_after and status != 200 else {}
        return web.Response(status=status, headers=headers)

    async def wait(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5), self.got:
            await self.got.wait_for(lambda: len(self.taken) >= count)
        return self.taken


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_offset_confirms_and_limit_limits(aio: aiogram.Bot, siti: Person) -> None:
    for n in range(5):
        await siti.send(str(n))
    first = await aio.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["0", "1"]
    assert await aio.get_updates(limit=2) == first, "not confirmed, so again"
    rest = await aio.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["2", "3", "4"]
    assert [u.message.text for u in await aio.get_updates(offset=-1) if u.message] == ["4"]
    assert len(await aio.get_updates()) == 1, "a negative offset forgets what is before"


async def test_a_long_poll_ends_with_the_update(aio: aiogram.Bot, siti: Person) -> None:
    waiting = asyncio.create_task(aio.get_updates(timeout=20))
    await siti.send("halo")
    assert [u.message.text for u in await asyncio.wait_for(waiting, 5) if u.message] == ["halo"]


async def test_a_second_poll_ends_the_first(sandbox: Sandbox, aio: aiogram.Bot) -> None:
    first = asyncio.create_task(aio.get_updates(timeout=20))
    await sandbox.world.default_bot().updates.changed.wait(5)
    await aio.get_updates(timeout=0)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first


async def test_updates_are_kept_for_a_day(sandbox: Sandbox, aio: aiogram.Bot, siti: Person) -> None:
    await siti.send("lama")
    await sandbox.clock.advance(timedelta(hours=24, seconds=1))
    await siti.send("baru")
    assert [u.message.text for u in await aio.get_updates() if u.message] == ["baru"]


async def test_some_kinds_come_only_when_asked_for(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, led: Group
) -> None:
    await aio.get_updates(offset=-1)
    rina = await sandbox.client.person("Rina")
    await led.change("add", rina)
    assert not [u for u in await aio.get_updates() if u.chat_member]
    await aio.get_updates(allowed_updates=["chat_member"])
    await led.change("remove", rina)
    await siti.send("tidak diminta")
    fresh = await aio.get_updates()
    assert [u for u in fresh if u.chat_member]
    assert not [u for u in fresh if u.message and u.message.text == "tidak diminta"]


async def test_privacy_mode(sandbox: Sandbox, aio: aiogram.Bot, siti: Person, budi: Person, office: Group) -> None:
    mine = await aio.send_message(office.id, "dari bot")
    me = await aio.me()
    await siti.send("obrolan", chat=office)
    await siti.send(f"/perintah@{me.username}", chat=office)
    await siti.send("/perintah@bot_lain", chat=office)
    await siti.send("balasan", chat=office, reply_to=mine.message_id)
    own = await budi.send("ucapan", chat=office)
    await siti.send("balas budi", chat=office, reply_to=own)
    seen = [u.message.text for u in await aio.get_updates() if u.message and u.message.text]
    assert seen == [f"/perintah@{me.username}", "balasan"]
    await office.change("promote")
    await siti.send("obrolan lagi", chat=office)
    assert [u.message.text for u in await aio.get_updates() if u.message][-1] == "obrolan lagi", "who leads sees all"


async def test_a_webhook_gets_updates_in_order_with_its_secret(
    aio: aiogram.Bot, siti: Person, receiver: Receiver
) -> None:
    await aio.set_webhook(receiver.url, secret_token="rahasia_1")
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await aio.get_updates()
    for n in range(10):
        await siti.send(str(n))
    taken = await receiver.wait(10)
    assert [u["message"]["text"] for u in taken] == [str(n) for n in range(10)]
    assert receiver.headers["X-Telegram-Bot-Api-Secret-Token"] == "rahasia_1"
    assert (await aio.get_webhook_info()).pending_update_count == 0


async def test_a_webhook_is_tried_again_and_tells_its_last_error(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, receiver: Receiver
) -> None:
    sandbox.world.deliveries.unit = 0.01
    receiver.statuses = [500, 503, 404]
    await aio.set_webhook(receiver.url)
    await siti.send("sabar")
    await receiver.wait(1)
    assert [u["message"]["text"] for u in receiver.seen] == ["sabar"] * 4
    assert (await aio.get_webhook_info()).last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_an_address_on_this_machine_needs_no_tls(aio: aiogram.Bot, siti: Person, receiver: Receiver) -> None:
    await aio.set_webhook(receiver.url.replace("http://", "https://"))
    await siti.send("di balik proksi")
    await receiver.wait(1)
    info = await aio.get_webhook_info()
    assert (info.url[:8], info.last_error_message) == ("https://", None)


async def test_a_chat_that_is_stuck_holds_nobody_else_up(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, budi: Person, receiver: Receiver
) -> None:
    receiver.refuses = siti.id
    await siti.send("macet")
    updates = sandbox.world.default_bot().updates
    for number in range(1000):
        chat = {"id": siti.id if number < 500 else budi.id, "type": "private", "first_name": "x"}
        updates.put("message", {"message_id": number, "date": 0, "chat": chat, "text": str(number)})
    await aio.set_webhook(receiver.url)
    taken = await receiver.wait(500)
    assert [u["message"]["text"] for u in taken] == [str(number) for number in range(500, 1000)]
    assert (await aio.get_webhook_info()).pending_update_count == 501


async def test_a_doubled_update_comes_to_a_webhook_twice(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, receiver: Receiver
) -> None:
    await sandbox.client.post("faults", kind="duplicate", count=1)
    await siti.send("dua kali")
    await aio.set_webhook(receiver.url)
    first, second = await receiver.wait(2)
    assert first == second


async def test_the_delay_grows_unless_the_bot_says_how_long(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, receiver: Receiver
) -> None:
    sandbox.world.deliveries.unit = 0.03
    receiver.statuses = [500] * 4
    await aio.set_webhook(receiver.url)
    await siti.send("sabar")
    await receiver.wait(1)
    first, second, third, fourth = (after - before for before, after in pairwise(receiver.times))
    assert first < 0.06 <= second < third < fourth, "at once, then after 2, 4 and 8 units"
    receiver.times.clear()
    receiver.statuses, receiver.retry_after = [503], "10"
    await siti.send("nanti")
    await receiver.wait(2)
    assert receiver.times[1] - receiver.times[0] >= 0.3, "10 units, as Retry-After asked"


def _as_parts(fields: dict[str, str]) -> web.Response:
    parts = aiohttp.MultipartWriter("form-data")
    for name, value in fields.items():
        parts.append(value).set_content_disposition("form-data", name=name)
    photo = parts.append(TINY_PNG, {"Content-Type": "image/png"})
    photo.set_content_disposition("form-data", name="potret", filename="a.png")
    return web.Response(body=parts)


async def test_a_webhook_may_answer_with_a_method(aio: aiogram.Bot, siti: Person, receiver: Receiver) -> None:
    words = {"method": "sendMessage", "chat_id": str(siti.id)}
    form = "application/x-www-form-urlencoded"
    answers: dict[str, Callable[[], web.Response]] = {
        "json": lambda: web.json_response({**words, "text": "json"}),
        "form": lambda: web.Response(text=urlencode({**words, "text": "form"}), content_type=form),
        "parts": lambda: _as_parts(
            {"method": "sendPhoto", "chat_id": str(siti.id), "photo": "attach://potret", "caption": "parts"}
        ),
        "none": lambda: web.Response(text="OK"),
        "broken": lambda: web.Response(text="{", content_type="application/json"),
        "refused": lambda: web.json_response({"method": "sendMessage"}),
        "lost": lambda: web.json_response({"method": "getMe"}),
    }
    await aio.set_webhook(receiver.url)
    for name, answer in answers.items():
        receiver.answer = answer
        await siti.send("halo")
        if name in ("json", "form", "parts"):
            assert (await siti.hears(name)).by_bot
    await receiver.wait(len(answers))
    assert len(receiver.seen) == len(answers), "each was taken the first time"
    methods = [call["method"] for call in (await siti.client.calls())]
    assert methods == ["setWebhook", "sendMessage", "sendMessage", "sendPhoto", "sendMessage"]


async def test_a_dead_webhook_keeps_its_updates(aio: aiogram.Bot, siti: Person) -> None:
    await aio.set_webhook("http://127.0.0.1:9/none")
    await siti.send("tunggu")
    info = await aio.get_webhook_info()
    assert info.pending_update_count == 1
    await aio.delete_webhook()
    assert len(await aio.get_updates()) == 1


async def test_webhook_addresses(aio: aiogram.Bot) -> None:
    for url, words in (
        ("http://tuban.test/hook", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("ftp://x", "invalid webhook URL specified"),
        ("https://tuban.test:99/", "Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("nonsense", "bad webhook: Failed to resolve host: Name or service not known"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await aio.set_webhook(url)
    with pytest.raises(TelegramBadRequest, match="secret token contains unallowed characters"):
        await aio.set_webhook("https://tuban.test/hook", secret_token="a b")
    with pytest.raises(TelegramBadRequest, match="secret token is too long"):
        await aio.set_webhook("https://tuban.test/hook", secret_token="a" * 257)
