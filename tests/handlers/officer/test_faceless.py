"""Who writes as the group itself or as a channel: Telegram hides who they are, and they are told what to do about it."""

import json
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from handlers.alarms import Alarms
from handlers.dispatch import Dispatch
from handlers.reach import Reach
from storage.tables import GroupRole, MessageLink, ReportEvent, Role
from tests.handlers.conftest import Counter
from tests.storage.samples import report

OFFICE, PROMPT, CARD = -1003, 50, 51
GROUP = {"id": OFFICE, "type": "supergroup", "title": "Aduan DLHP"}
CHANNEL = {"id": -1009, "type": "channel", "title": "Kabar DLHP"}
NOBODY = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Who Telegram says an anonymous administrator is; core.telegram.org/bots/api#message, `sender_chat`."""


@pytest.fixture
async def office(counter: Counter) -> Counter:
    now = counter.moment.now()
    async with counter.database.transaction(now) as transaction:
        await transaction.groups.link(await transaction.groups.seen(OFFICE, ""), GroupRole.AGENCY, "DLHP", None)
        handled = report(lead="DLHP")
        transaction.session.add(handled)
        await transaction.session.flush()
        for number, (message, role) in enumerate(((PROMPT, Role.PROMPT), (CARD, Role.CARD)), start=1):
            purpose = json.dumps({"act": "ask", "by": 77}) if role is Role.PROMPT else None
            transaction.session.add(
                MessageLink(
                    outbox_id=number, chat_id=OFFICE, message_id=message, report_id=handled.id, role=role,
                    purpose=purpose, created_at=now,
                )
            )  # fmt: skip
    return counter


async def written(
    counter: Counter, text: str, reply_to: int | None = None, *, as_chat: dict[str, Any] = GROUP
) -> list[dict[str, Any]]:
    message: dict[str, Any] = {
        "message_id": 60, "date": 1_764_000_000, "chat": GROUP, "from": NOBODY, "sender_chat": as_chat, "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text[0] == "/" else [],
    }  # fmt: skip
    if reply_to is not None:
        message["reply_to_message"] = {"message_id": reply_to, "date": 1_764_000_000, "chat": GROUP}
    return await counter.work({"update_id": 1, "message": message}, NOBODY["id"])  # type: ignore[arg-type]


@pytest.mark.parametrize("as_chat", [GROUP, CHANNEL], ids=["group", "channel"])
@pytest.mark.parametrize(
    ("text", "reply_to"),
    [("Sejak kapan?", PROMPT), ("Tim berangkat pagi ini", CARD), ("/hubungkan BPBD", None), ("/lepas", None)],
)
async def test_what_needs_a_person_is_not_done_for_nobody(
    office: Counter, text: str, reply_to: int | None, as_chat: dict[str, Any]
) -> None:
    direct = replace(office.office, direct_replies=True)
    office.dispatch = Dispatch(direct, Reach(direct, Alarms(direct)))
    (call,) = await written(office, text, reply_to, as_chat=as_chat)
    assert call["text"] == office.office.group_speech("faceless")


async def test_what_telegram_forwards_from_the_linked_channel_is_no_answer_of_an_officer(office: Counter) -> None:
    """core.telegram.org/bots/api#message, `is_automatic_forward`: it comes from the account of Telegram itself."""
    direct = replace(office.office, direct_replies=True)
    office.dispatch = Dispatch(direct, Reach(direct, Alarms(direct)))
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    for number, reply_to in enumerate((PROMPT, CARD, None), start=1):
        message: dict[str, Any] = {
            "message_id": 60 + number, "date": 1_764_000_000, "chat": GROUP, "from": telegram, "sender_chat": CHANNEL,
            "is_automatic_forward": True, "text": "Kabar untuk semua warga",
        }  # fmt: skip
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to, "date": 1_764_000_000, "chat": GROUP}
        calls = await office.work({"update_id": number, "message": message}, telegram["id"])  # type: ignore[arg-type]
        assert [call["text"] for call in calls] == ([] if reply_to is None else [direct.group_speech("faceless")])
    async with office.database.reading() as reading:
        assert (await reading.session.execute(sa.select(ReportEvent.kind))).all() == []
