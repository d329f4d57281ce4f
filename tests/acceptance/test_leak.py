"""No group ever learns who reported, beyond what the reporter chose to show."""

import json
import re
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.support import set_up_logging
from handlers.dispatch import Dispatch
from sandbox import attachment
from storage.tables import INBOX, InboxState
from tests import personal_files as personal
from tests.acceptance.world import TOWN, World, button_on, card_of, file, open_world, prompt_for
from tests.conftest import Store

NAMED, ANONYMOUS, CONFIDENTIAL = "Nama ditampilkan", "Anonim", "Rahasia"


async def test_nothing_a_group_receives_tells_who_reported(world: World) -> None:
    """A whole case for each identity; then everything any group ever received is searched."""
    people = {}
    for number, identity in enumerate((NAMED, ANONYMOUS, CONFIDENTIAL)):
        person = await world.citizen(
            f"Zubaidahxq{number}", f"Wirakramaqx{number}", username=f"rahasiaku_{number}", id=7_654_321_098 + number
        )
        people[identity] = person
        ticket = await file(person, identity=identity, photos=2)
        await _live_through(world, person, ticket)
    received = await _received_by_groups(world)
    assert POINT in received  # the search would see something
    for identity, person in people.items():
        number = person.id - 7_654_321_098
        assert str(person.id) not in received, identity
        assert f"rahasiaku_{number}" not in received, identity
        assert f"Wirakramaqx{number}" not in received, identity
        if identity == NAMED:
            assert f"Zubaidahxq{number} W." in received
        else:
            assert f"Zubaidahxq{number}" not in received, identity


POINT = "Jalan berlubang"


async def _live_through(world: World, person: object, ticket: str) -> None:
    """Everything that carries a reporter's content into the group: adding, answering, editing, reopening."""
    officer, group = world.officer(), world.group()
    citizen = person
    card = await card_of(world, ticket)
    tracker = (await citizen.screen()).find("Laporan terkirim")  # type: ignore[attr-defined]
    sent = await citizen.send("Tambahan keterangan", reply_to=tracker.id)  # type: ignore[attr-defined]
    await officer.hears("Tambahan keterangan", chat=group)
    await citizen.send("Tambahan yang diubah", edit=sent)  # type: ignore[attr-defined]
    await officer.hears("Tambahan yang diubah", chat=group)
    await citizen.send(photo=True, caption="Foto tambahan", reply_to=tracker.id, forwarded_from="Kerabat Pelapor")  # type: ignore[attr-defined]
    await officer.hears("Foto tambahan", chat=group)
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send("Di mana?", chat=group, reply_to=await prompt_for(officer, group))
    question = await citizen.hears("Di mana?")  # type: ignore[attr-defined]
    await citizen.send("Di situ", reply_to=question.id)  # type: ignore[attr-defined]
    await officer.hears("Di situ", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group, message_id=card.id)
    prompt = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send(photo=True, caption="Sudah ya", chat=group, reply_to=prompt.force_reply)
    await citizen.hears("Sudah ya")  # type: ignore[attr-defined]
    await citizen.tap("Belum beres")  # type: ignore[attr-defined]
    await citizen.until(lambda seen: "Sudah ya" not in seen.last.text)  # type: ignore[attr-defined]
    await citizen.send("Masih rusak")  # type: ignore[attr-defined]
    await officer.hears("Masih rusak", chat=group)


async def _received_by_groups(world: World) -> str:
    """Return everything the bot ever sent towards a group, and everything the groups show, as one text."""
    parts = [
        json.dumps(call["parameters"], ensure_ascii=False)
        for call in await world.server.client.calls()
        if int(call["parameters"].get("chat_id") or 0) < 0
    ]
    for chat in (*world.cast.agencies.values(), world.cast.coordination, world.cast.leadership):
        assert chat is not None
        screen = await chat.screen()
        parts.extend(json.dumps(m.raw, ensure_ascii=False) for m in screen.messages if m.by_bot)
    return "\n".join(parts)


WORDS = "Sumurqx kami dicemari oleh Pak Bambangqx"
RAISED, REFUSED_BY_DATABASE = "Sumurqx yang ini membuat galat", "Sumurqx yang ini ditolak basis data"
MARKS = ("Zubaidahqx", "Wirakramaqx", "rahasiakuqx", "081234567890", "Aminahqx", "Sumurqx", "Bambangqx")


@pytest.mark.parametrize("identity", [ANONYMOUS, CONFIDENTIAL])
async def test_nothing_that_fails_tells_who_reported_or_what(
    store: Store, identity: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sends are refused, handlers raise, the database refuses a row, files cannot be had: logs, errors and figures."""
    set_up_logging(level="DEBUG", json=True)
    async with open_world(store.url) as world:
        await _fail(world, identity, monkeypatch)
        told = {"metrics": await _metrics(world), **await _errors(world)}
    logged = capsys.readouterr()
    told["log"] = logged.out + logged.err
    assert "taprose_courier_unshown_total 1.0" in told["metrics"]
    assert "Traceback" in told["log"]
    assert "dead letter" in told["log"]
    assert told["inbox.error"]
    assert told["outbox.error"]
    assert {(place, mark) for place, text in told.items() for mark in MARKS if mark.lower() in text.lower()} == set()


async def _fail(world: World, identity: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever can go wrong with what a reporter says goes wrong."""
    person = await world.citizen("Zubaidahqx", "Wirakramaqx", username="rahasiakuqx")
    story = f"Jalan berlubang dalam di depan pasar. {WORDS}."
    ticket = await file(person, story=story, identity=identity, place=TOWN)
    await card_of(world, ticket)
    tracker = (await person.screen()).find("Laporan terkirim").id
    whole = Dispatch.work

    async def work(self: Dispatch, transaction: Any, body: dict[str, Any]) -> None:
        if RAISED in str(body):
            raise LookupError(body)
        if REFUSED_BY_DATABASE in str(body):
            await transaction.session.execute(
                sa.insert(INBOX).values(update_id=1, body=str(body), state=InboxState.DONE, attempts=None)
            )
        await whole(self, transaction, body)

    with monkeypatch.context() as patched:
        patched.setattr(Dispatch, "work", work)
        for words in (RAISED, REFUSED_BY_DATABASE):
            await person.asks(words, "Petugas kami sudah diberi tahu", reply_to=tracker)
    locked = attachment(personal.pdf(password="rahasia"), f"{personal.FILE_NAME}.pdf", "application/pdf")
    await person.send(document=locked, caption="Sumurqx di surat ini", reply_to=tracker)
    await person.hears("tidak ditampilkan kepada petugas")
    # Telegram names what it cannot read.
    refused = f'Bad Request: can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 3'
    await world.server.client.fault("error", status=400, description=refused, methods=["sendMessage"], count=1)
    await world.officer().tap("Tanya pelapor", chat=world.group())
    coordinator, coordination = world.cast.coordinator, world.cast.coordination
    assert coordinator is not None
    alarm = await coordinator.hears("gagal terkirim", chat=coordination)
    assert not [mark for mark in MARKS if mark in alarm.text]


async def _metrics(world: World) -> str:
    assert world.app is not None
    assert world.app.http is not None
    async with aiohttp.ClientSession() as session, session.get(f"{world.app.http.url}/metrics") as response:
        return await response.text()


async def _errors(world: World) -> dict[str, str]:
    """Return what stands in every column of every table that is there for an error."""
    assert world.app is not None
    found = {}
    async with world.app.database.reading() as reading:
        for table in SQLModel.metadata.sorted_tables:
            for column in table.columns:
                if re.search("error|reason|fault", column.name):
                    rows = (await reading.session.execute(sa.select(column).where(column.is_not(None)))).scalars()
                    found[f"{table.name}.{column.name}"] = "\n".join(map(str, rows))
    return found
