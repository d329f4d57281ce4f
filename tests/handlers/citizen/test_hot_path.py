"""Answering the form is what happens most: it reads nothing beyond what the worker has fetched for everyone."""

from tests.handlers.conftest import Counter

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"


async def _agreed(counter: Counter) -> None:
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")


async def test_an_answer_reads_nothing_more_and_sends_two_calls(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text="/lapor")
    calls = await counter.send(text=STORY)
    assert [call["method"] for call in calls] == ["sendMessage", "editMessageReplyMarkup"]
    reads = [statement for statement in counter.statements if statement.startswith("SELECT")]
    assert len(reads) == 2  # people and conversations, prefetched


async def test_only_the_place_brings_and_takes_away_a_second_message(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text="/lapor")
    await counter.send(text=STORY)
    calls = await counter.send(text="1")
    assert [call["method"] for call in calls] == ["sendMessage", "sendMessage", "editMessageReplyMarkup"]
    assert calls[0]["reply_markup"]["keyboard"] == [[{"text": "Kirim lokasi saya", "request_location": True}]]
    calls = await counter.send(location={"latitude": -6.8976, "longitude": 112.0649})
    assert [call["method"] for call in calls] == ["sendMessage", "editMessageReplyMarkup", "deleteMessage"]


async def test_a_live_location_that_moves_is_left_alone(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text="/lapor")
    chat = {"id": 1001, "type": "private", "first_name": "Adi"}
    person = {"id": 1001, "is_bot": False, "first_name": "Adi"}
    moved = {"message_id": 90, "date": 1, "edit_date": 2, "chat": chat, "from": person}
    moved |= {"location": {"latitude": -6.9, "longitude": 112.0, "live_period": 900}}
    assert await counter.work({"update_id": 900, "edited_message": moved}) == []


async def test_telegrams_own_messages_are_not_answered(counter: Counter) -> None:
    await _agreed(counter)
    assert await counter.send(message_auto_delete_timer_changed={"message_auto_delete_time": 86_400}) == []


async def test_kept_content_is_forgotten_after_a_day(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text=STORY)
    counter.moment.move(seconds=25 * 3600)
    calls = await counter.send(text="/lapor")
    assert "Langkah 1 dari 6" in calls[0]["text"]


async def test_a_callback_from_a_message_too_old_to_show_is_answered(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text="/lapor")
    person = {"id": 1001, "is_bot": False, "first_name": "Adi"}
    old = {"message_id": 5, "date": 0, "chat": {"id": 1001, "type": "private", "first_name": "Adi"}}
    query = {"id": "7", "from": person, "chat_instance": "1", "message": old, "data": "f1:category:pju:1"}
    calls = await counter.work({"update_id": 901, "callback_query": query})
    assert [call["method"] for call in calls][:2] == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert "Langkah 1 dari 6" in calls[2]["text"]
