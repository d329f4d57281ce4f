"""What happens twice in one transaction, or in a group that is no longer anybody's: one card, and nobody's report leaked."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from handlers.alarms import Alarms
from handlers.dispatch import Dispatch
from handlers.notices import Notices
from handlers.reach import Reach
from reports.actors import officer
from reports.desk import Desk, Filing
from reports.places import Place
from storage.tables import GroupRole, Identity, Report, Status
from storage.transaction import Transaction
from tests.handlers.conftest import ADI, Counter
from tests.storage.samples import report as sample

OFFICE, OTHER = -1003, -1004
CODE = "DLHP"
OFFICER = 77
STORY = "Sampah menumpuk di belakang pasar, sudah seminggu tidak diangkut."


def desk(counter: Counter, transaction: Transaction) -> Desk:
    office = counter.office
    return Desk(transaction, office.regency, office.calendar, Notices(office, transaction))


async def link(counter: Counter, chat: int, role: GroupRole = GroupRole.AGENCY, later: int = 0) -> None:
    async with counter.database.transaction(counter.moment.now() + timedelta(seconds=later)) as transaction:
        group = await transaction.groups.seen(chat, "Aduan")
        await transaction.groups.link(group, role, CODE if role is GroupRole.AGENCY else None, None)


async def file(counter: Counter, transaction: Transaction, identity: Identity, place: Place | None = None) -> Report:
    await transaction.people.wrote(ADI, "Adi Saputra", None)
    return await desk(counter, transaction).file(Filing(ADI, STORY, "sampah", place, (), identity))


async def written(counter: Counter) -> Sequence[Any]:
    async with counter.database.reading() as reading:
        return (
            await reading.session.execute(sa.text("SELECT chat_id, method, role, payload FROM outbox ORDER BY id"))
        ).all()


async def cards(counter: Counter, chat: int) -> int:
    found = [row for row in await written(counter) if (row.chat_id, row.role) == (chat, "card")]
    return sum(row.method == "sendMessage" for row in found)


def said(chat: int, text: str, reply_to: int | None = None, by: int = OFFICER) -> dict[str, Any]:
    where = {"id": chat, "type": "supergroup", "title": "Aduan"}
    message = {"message_id": 60, "date": 1_764_000_000, "chat": where, "text": text}
    message["from"] = {"id": by, "is_bot": False, "first_name": "Petugas"}
    if reply_to is not None:
        message["reply_to_message"] = {"message_id": reply_to, "date": 1_764_000_000, "chat": where}
    return {"update_id": 1, "message": message}


async def test_a_report_filed_while_another_group_lets_go_has_one_card(counter: Counter) -> None:
    await link(counter, OTHER)
    await link(counter, OFFICE, later=5)
    office = replace(counter.office, coordinator_ids=frozenset({OFFICER}))
    dispatch = Dispatch(office, Reach(office, Alarms(office)))
    async with counter.database.transaction(counter.moment.now() + timedelta(seconds=9)) as transaction:
        await file(counter, transaction, Identity.NAMED)
        await dispatch.work(transaction, said(OTHER, "/lepas"))
    assert await cards(counter, OFFICE) == 1


async def test_two_acts_at_once_put_up_one_card_where_there_was_none(counter: Counter) -> None:
    await link(counter, OFFICE)
    async with counter.database.transaction(counter.moment.now()) as transaction:
        held = sample(lead=CODE, status=Status.IN_PROGRESS)
        transaction.session.add(held)
        await transaction.session.flush()
        acting, actor = desk(counter, transaction), officer(OFFICER, "Petugas", CODE)
        await acting.reply(held.id or 0, actor, "Sedang kami tangani.")
        await acting.ask(held.id or 0, actor, "Di sebelah mana tepatnya?")
    assert await cards(counter, OFFICE) == 1


@pytest.mark.parametrize("role", [GroupRole.UNLINKED, GroupRole.LEADERSHIP])
async def test_a_group_that_was_an_agencys_reads_no_report_any_more(counter: Counter, role: GroupRole) -> None:
    await link(counter, OFFICE)
    async with counter.database.transaction(counter.moment.now()) as transaction:
        number = (await file(counter, transaction, Identity.NAMED)).id or 0
    await link(counter, OFFICE, role)
    await link(counter, OTHER, later=5)
    before = len(await written(counter))
    async with counter.database.transaction(counter.moment.now() + timedelta(seconds=9)) as transaction:
        await desk(counter, transaction).accept(number, officer(OFFICER, "Petugas", CODE))
    told = [row.payload for row in (await written(counter))[before:] if row.chat_id == OFFICE]
    assert told, "its old card is blanked"
    assert not any("Sampah menumpuk" in payload or "Adi" in payload for payload in told)


async def test_no_list_shows_where_a_confidential_report_is(counter: Counter) -> None:
    await link(counter, OFFICE)
    async with counter.database.transaction(counter.moment.now()) as transaction:
        await file(counter, transaction, Identity.CONFIDENTIAL, Place(address="Rumah Pak Karto RT 3 nomor 12"))
        await file(counter, transaction, Identity.ANONYMOUS, Place(address="Depan balai desa"))
    async with counter.database.transaction(counter.moment.now()) as transaction:
        await counter.dispatch.work(transaction, said(OFFICE, "/antrean"))
    text = json.loads((await written(counter))[-1].payload)["text"]
    assert "Depan balai desa" in text
    assert "Karto" not in text


async def test_a_refusal_with_an_odd_name_is_text_and_no_markup(counter: Counter) -> None:
    await link(counter, OFFICE)
    async with counter.database.transaction(counter.moment.now()) as transaction:
        report = await file(counter, transaction, Identity.NAMED)
        report.status, report.last_act, report.last_actor = Status.REJECTED, "consented", "Budi <3 & Co"
        report.last_at = transaction.now
    async with counter.database.transaction(counter.moment.now()) as transaction:
        asked = {"message": 50, "purpose": json.dumps({"act": "ask", "by": OFFICER})}
        await transaction.session.execute(
            sa.text("UPDATE message_link SET role = 'prompt', message_id = :message, purpose = :purpose"), asked
        )
    async with counter.database.transaction(counter.moment.now()) as transaction:
        await counter.dispatch.work(transaction, said(OFFICE, "Sejak kapan?", reply_to=50))
    answer = json.loads((await written(counter))[-1].payload)
    assert "Budi &lt;3 &amp; Co" in answer["text"]
