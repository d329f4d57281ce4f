"""Whether Telegram still knows the bot: only getMe, asked several times, can say that it does not."""

import asyncio

import pytest

from bot.support import Retry
from bot.telegram import NotSent, RefusedCall, TelegramBot, TelegramRefusesBot, ask_account
from sandbox import Person, Sandbox

QUICK = Retry(first=0.001, longest=0.001)


def asked(server: Sandbox) -> int:
    """Return how often getMe was called."""
    return sum(entry.method == "getMe" for entry in server.world.call_log.records)


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refusal_that_getme_contradicts_is_about_that_call_alone(
    server: Sandbox, bot: TelegramBot, person: Person, status: int
) -> None:
    await server.client.post("faults", kind="error", status=status, count=1, methods=["sendMessage"])
    call = {"chat_id": person.id, "text": "halo"}
    with pytest.raises(RefusedCall):
        await bot.call("sendMessage", call)
    assert asked(server) == 1
    assert (await bot.call("sendMessage", call))["text"] == "halo"


async def test_a_getme_that_is_refused_for_a_moment_ends_nothing(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    await server.client.post("faults", kind="error", status=404, count=1, methods=["sendMessage"])
    await server.client.post("faults", kind="error", status=401, count=2, methods=["getMe"])
    with pytest.raises(RefusedCall):
        await bot.call("sendMessage", {"chat_id": person.id, "text": "halo"})
    assert asked(server) == 3


async def test_a_bot_that_telegram_does_not_know_is_told_so_after_several_times(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    await server.client.post("faults", kind="error", status=401)
    with pytest.raises(TelegramRefusesBot, match="BotFather"):
        await bot.call("sendMessage", {"chat_id": person.id, "text": "halo"})
    assert asked(server) == 3


async def test_a_telegram_that_does_not_say_leaves_the_call_to_be_made_again(
    server: Sandbox, bot: TelegramBot, person: Person
) -> None:
    await server.client.post("faults", kind="error", status=404, count=1, methods=["sendMessage"])
    await server.client.post("faults", kind="error", status=502, count=1, methods=["getMe"])
    await server.client.post("faults", kind="error", status=401, count=3, methods=["getMe"])
    with pytest.raises(NotSent):
        await bot.call("sendMessage", {"chat_id": person.id, "text": "halo"})


async def test_many_calls_refused_together_ask_once(server: Sandbox, bot: TelegramBot, person: Person) -> None:
    await server.client.post("faults", kind="error", status=404, count=20, methods=["sendMessage"])
    await server.client.post("faults", kind="latency", seconds=0.3, methods=["getMe"])
    calls = [bot.call("sendMessage", {"chat_id": person.id, "text": str(number)}) for number in range(20)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {RefusedCall}
    assert asked(server) == 1


async def test_a_start_believes_a_refusal_that_is_repeated(server: Sandbox, bot: TelegramBot) -> None:
    await server.client.post("faults", kind="error", status=401, methods=["getMe"])
    with pytest.raises(TelegramRefusesBot):
        await ask_account(bot, QUICK)
    assert asked(server) == 3


async def test_a_start_outlasts_two_refusals_and_an_outage(server: Sandbox, bot: TelegramBot) -> None:
    # Faults strike one after the other.
    for status, count in ((401, 2), (502, 3), (404, 2)):
        await server.client.post("faults", kind="error", status=status, count=count, methods=["getMe"])
    account = await ask_account(bot, QUICK)
    assert asked(server) == 8
    assert account.username == (await bot.who())["username"]
