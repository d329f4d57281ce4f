"""Albums whose items come one by one, each in a transaction of its own: one answer, which follows what is there."""

from typing import Any

from tests.handlers.conftest import Counter

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"


def photo(number: int, album: str | None = "77") -> dict[str, Any]:
    size = {"file_id": f"photo{number}", "file_unique_id": f"u{number}", "width": 90, "height": 90}
    return {"photo": [size]} | ({} if album is None else {"media_group_id": album})


def document(name: str, mime: str) -> dict[str, Any]:
    file = {"file_id": name, "file_unique_id": name, "file_name": name, "mime_type": mime}
    return {"document": file, "media_group_id": "88"}


async def _at_attachments(counter: Counter) -> None:
    for text in ("/start", "Setuju dan lanjut", "/lapor", STORY, "1", "Depan Pasar Baru"):
        await counter.send(text=text)


async def test_items_that_follow_change_the_count_in_the_question_that_stands(counter: Counter) -> None:
    await _at_attachments(counter)
    first = await counter.send(**photo(1))
    assert [call["method"] for call in first] == ["sendMessage", "editMessageReplyMarkup"]
    assert "Lampiran: 1 foto" in first[0]["text"]
    for number in (2, 3, 4):
        (call,) = await counter.send(**photo(number))
        assert call["method"] == "editMessageText"
        assert f"Lampiran: {number} foto" in call["text"]
        assert call["reply_markup"] == first[0]["reply_markup"]


async def test_an_album_of_ten_is_one_message_that_says_once_that_five_are_kept(counter: Counter) -> None:
    await _at_attachments(counter)
    calls = [call for number in range(10) for call in await counter.send(**photo(number))]
    assert [call["method"] for call in calls].count("sendMessage") == 1
    warned = [call for call in calls if "paling banyak 5" in call.get("text", "")]
    assert warned == [calls[-1]]
    assert "Lampiran: 5 foto" in calls[-1]["text"]
    calls = await counter.send(**photo(11, album=None))
    assert calls[0]["method"] == "sendMessage"


async def test_a_file_that_does_not_fit_is_still_named_when_the_next_item_comes(counter: Counter) -> None:
    await _at_attachments(counter)
    await counter.send(**document("surat.pdf", "application/pdf"))
    (refused,) = await counter.send(**document("pasang.apk", "application/vnd.android.package-archive"))
    (last,) = await counter.send(**document("denah.pdf", "application/pdf"))
    assert refused["method"] == last["method"] == "editMessageText"
    assert "pasang.apk tidak dapat diterima" in last["text"]
    assert "Lampiran: 2 dokumen" in last["text"]


async def test_an_item_that_comes_with_the_summary_open_is_counted_there(counter: Counter) -> None:
    await _at_attachments(counter)
    await counter.send(**photo(1))
    await counter.send(text="lanjut")
    assert await counter.send(**photo(2)) == []
    (summary, *_) = await counter.send(text="anonim")
    assert "2 foto" in summary["text"]
    (call,) = await counter.send(**photo(3))
    assert call["method"] == "editMessageText"
    assert "3 foto" in call["text"]
