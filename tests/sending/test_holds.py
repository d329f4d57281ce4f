"""A refusal for the pace (429) holds what it is about, through the courier and the local Telegram."""

from storage.outbox import Delivery
from storage.tables import Priority
from tests.sending.post import Post

ANSWER = Delivery(Priority.ANSWER)


def tried(post: Post, method: str) -> int:
    """Return how often a method was called."""
    return sum(entry.method == method for entry in post.server.world.call_log.records)


async def test_a_refused_reaction_holds_its_group_and_no_citizen(post: Post) -> None:
    group, person = await post.group(), await post.person()
    message = await post.put("sendMessage", group.id, text="kartu")
    await post.until_idle()
    await post.fault("error", status=429, retry_after=295, methods=["setMessageReaction"])
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await post.put("setMessageReaction", group.id, message_id=-message, reaction=reaction)
    await post.breathe()
    await post.put("sendMessage", person.id, ANSWER, text="jawaban")
    await post.put("sendMessage", group.id, ANSWER, text="di grup")
    await post.pass_time(5)
    assert await post.texts(person) == ["jawaban"]
    await post.pass_time(285, step=5)
    assert "di grup" not in await post.texts(group)
    await post.pass_time(10)
    assert "di grup" in await post.texts(group)
    assert tried(post, "setMessageReaction") == 2


async def test_a_refused_command_list_holds_command_lists_alone(post: Post) -> None:
    person = await post.person()
    await post.fault("error", status=429, retry_after=1_800, methods=["setMyCommands"])
    commands = [{"command": "lapor", "description": "Buat laporan"}]
    first = await post.put("setMyCommands", None, commands=commands)
    await post.breathe()
    second = await post.put("setMyCommands", None, commands=commands, language_code="en")
    await post.put("sendMessage", person.id, ANSWER, text="jawaban")
    await post.pass_time(5)
    assert await post.texts(person) == ["jawaban"]
    assert tried(post, "setMyCommands") == 1
    await post.pass_time(1_800, step=100)
    states = await post.states()
    assert (states[first], states[second]) == ("sent", "sent")


async def test_one_chat_refused_without_a_reason_holds_no_other(post: Post) -> None:
    first, second = await post.person(), await post.person("Siti")
    await post.fault("error", status=429, retry_after=20)
    await post.put("sendMessage", first.id, text="satu")
    await post.breathe()
    await post.put("sendMessage", second.id, text="dua")
    await post.breathe()
    assert await post.texts(second) == ["dua"]
    await post.pass_time(19)
    assert await post.texts(first) == []
    await post.pass_time(2)
    assert await post.texts(first) == ["satu"]


async def test_a_bot_refused_everywhere_waits_half_a_minute_and_goes_on_when_it_may(post: Post) -> None:
    people = [await post.person(f"Warga {number}") for number in range(12)]
    await post.fault("error", status=429, retry_after=900, count=None, methods=["sendMessage"])
    for person in people[:3]:
        await post.put("sendMessage", person.id, ANSWER, text="halo")
        await post.breathe()
    assert tried(post, "sendMessage") == 3
    for person in people[3:]:
        await post.put("sendMessage", person.id, ANSWER, text="halo")
    await post.pass_time(29)
    assert tried(post, "sendMessage") == 3
    post.server.world.faults.clear()
    await post.pass_time(2)
    assert [await post.texts(person) for person in people[3:]] == [["halo"]] * 9
    await post.until_idle(1_000)
    assert [await post.texts(person) for person in people] == [["halo"]] * 12


async def test_receiving_goes_on_while_everything_is_held(post: Post) -> None:
    people = [await post.person(f"Warga {number}") for number in range(3)]
    await post.fault("error", status=429, retry_after=900, count=3, methods=["sendMessage"])
    for person in people:
        await post.put("sendMessage", person.id, ANSWER, text="halo")
    await post.breathe()
    assert post.pacing.overall_wait() == 30
    await people[0].send("masih di sana?")
    updates = await post.bot.call("getUpdates", {"timeout": 0})
    assert updates[-1]["message"]["text"] == "masih di sana?"
