"""What a citizen reads of a place, in the language they chose; the group reads its own."""

import pytest
import sqlalchemy as sa

from storage.tables import EventKind, ReportEvent
from tests.handlers.conftest import ADI, Counter

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"
TOWN = {"latitude": -6.8976, "longitude": 112.0649}


@pytest.mark.parametrize(("language", "point"), [("English", "a point on the map"), ("Basa Jawa", "titik ing peta")])
async def test_a_point_is_named_in_the_citizens_language_and_in_the_groups(
    counter: Counter, language: str, point: str
) -> None:
    for text in ("/start", "Setuju dan lanjut", language, "/lapor", STORY, "1"):
        await counter.send(text=text)
    await counter.send(location=TOWN)
    await counter.send(text="lewati")
    (summary, *_rest) = await counter.send(text="anonim")
    assert f"📍 {point}" in summary["text"]
    assert "titik di peta" not in summary["text"]
    await counter.send(text="kirim")
    await counter.send(text="/laporan")
    (detail, *_rest) = await counter.send(text="1")
    assert point in detail["text"]
    data = next(
        button["callback_data"]
        for row in detail["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] in ("Add to it", "Tambah keterangan")
    )
    person = {"id": ADI, "is_bot": False, "first_name": "Adi"}
    shown = {"message_id": 70, "date": 1, "chat": {"id": ADI, "type": "private"}, "text": detail["text"]}
    query = {"id": "7", "from": person, "chat_instance": "1", "message": shown, "data": data}
    await counter.work({"update_id": 900, "callback_query": query})
    await counter.send(location=TOWN)
    async with counter.database.reading() as reading:
        added = sa.select(ReportEvent.text).where(ReportEvent.kind == EventKind.ADDED)  # type: ignore[arg-type]
        assert "titik di peta" in ((await reading.session.execute(added)).scalar_one() or "")
