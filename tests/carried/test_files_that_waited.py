"""Documents and videos that the older programme was about to send by their file id are cleaned like all others."""

import json
from typing import Any

import sqlalchemy as sa

from storage.engine import Database
from tests.carried.older import ABOUT, NOW, upgraded


def _files_by_their_id() -> list[dict[str, Any]]:
    """Return rows as the older programme wrote them for files: each names what somebody sent by its file id."""
    group, report = ABOUT["group"], ABOUT["numbers"]["submitted"]
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("sendDocument", {"document": "DOKUMEN-1", "protect_content": True}),
        ("sendVideo", {"video": "VIDEO-1"}),
        ("sendMediaGroup", {"media": [{"type": "document", "media": f"DOKUMEN-{n}"} for n in (2, 3)]}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "FOTO-1"}, {"type": "video", "media": "VIDEO-2"}]}),
    )
    return [
        {
            "id": number, "chat_id": group, "method": method, "payload": json.dumps({"chat_id": group, **payload}),
            "priority": 30, "once": False, "report_id": report, "role": "note", "state": "pending", "attempts": 0,
            "created_at": NOW,
        }
        for number, (method, payload) in enumerate(calls, start=501)
    ]  # fmt: skip


async def _put_files(url: str) -> None:
    database = Database(url)
    async with database.engine.begin() as connection:
        for row in _files_by_their_id():
            names = ", ".join(row)
            values = {**row, "created_at": row["created_at"].replace(tzinfo=None)} if "sqlite" in url else row
            await connection.execute(
                sa.text(f"INSERT INTO outbox ({names}) VALUES (:{names.replace(', ', ', :')})"),  # noqa: S608
                values,
            )
        await connection.execute(sa.text("UPDATE counter SET value = 504 WHERE name = 'outbox'"))
    await database.close()


async def test_files_that_waited_go_to_nobody_as_they_came(url: str) -> None:
    await _put_files(url)
    async with upgraded(url) as (world, _people, before):
        ticket = ABOUT["tickets"]["submitted"]
        await world.officer().until(
            lambda seen: sum(text.count("1 berkas tidak dapat ditampilkan") for text in seen.texts) == 5,
            chat=world.group(),
        )
        screen = await world.officer().screen(world.group())
        shown = [message for message in screen.messages if "tidak dapat ditampilkan" in message.text]
        calls = (await world.server.client.calls())[before:]
    asked = {call["parameters"].get("file_id") for call in calls if call["method"] == "getFile"}
    assert asked == {"DOKUMEN-1", "DOKUMEN-2", "DOKUMEN-3", "VIDEO-1", "VIDEO-2"}
    sent = json.dumps([call for call in calls if call["method"].startswith("send")])
    assert [call["parameters"]["photo"] for call in calls if call["method"] == "sendPhoto"] == ["FOTO-1"]
    assert "DOKUMEN-" not in sent
    assert "VIDEO-" not in sent
    for message in shown:
        card = message.raw.get("reply_to_message") or {"text": message.text}
        assert ticket in card["text"]
