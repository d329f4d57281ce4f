"""A conversation over a network as it is: updates twice, late or in the wrong order, sends that fail, people who block."""

import pytest

from tests.acceptance.world import POTHOLE, TOWN, World, agreed, button_on, card_of, file, ticket_in

PATIENCE = 20.0
"""Seconds for two repetitions, each after a longer pause."""


async def _fault(world: World, kind: str, **more: object) -> None:
    await world.server.client.post("faults", kind=kind, **more)


async def _healed(world: World) -> None:
    await world.server.client.request("DELETE", "faults")


async def test_updates_that_come_twice_are_answered_once(world: World) -> None:
    await _fault(world, "duplicate")
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    tap = await officer.tap("Terima", chat=group)
    assert not (await tap.answer())["show_alert"]
    await citizen.hears("diterima oleh")
    texts = (await citizen.screen()).texts
    for step in range(2, 7):
        assert sum(f"Langkah {step} dari 6" in text for text in texts) == 1
    assert sum("diterima oleh" in text for text in texts) == 1
    assert [row["ticket"] for row in await world.reports()] == [ticket]
    assert len([m for m in (await officer.screen(group)).messages if ticket in m.text]) == 1


async def test_answers_that_come_in_the_wrong_order_lose_nothing(world: World) -> None:
    person = await agreed(world)
    await person.asks("/lapor", "Langkah 1 dari 6")
    await _fault(world, "reorder")
    for answer in (POTHOLE, "1", "Depan Pasar Baru Tuban", "lewati"):
        await person.send(answer)
    await _healed(world)
    answers = {"2": "1", "3": "Depan Pasar Baru Tuban", "4": "lewati", "5": "Anonim", "6": "kirim"}
    said = "/lapor"
    for _ in range(40):  # what came late is still being answered: an answer or two are given again
        sent = await person.send(said)
        screen = await person.until(lambda seen, sent=sent: seen.last.by_bot and seen.last.id > sent)
        if any("Laporan terkirim" in text for text in screen.texts):
            break
        shown = screen.last.text
        step = next((number for number in answers if f"Langkah {number} dari 6" in shown), None)
        said = "lanjutkan" if "Lanjutkan laporan yang tadi?" in shown else answers[step] if step else POTHOLE
    (report,) = await world.reports()
    assert POTHOLE in str(report["story"])


async def test_two_phones_at_once_fill_in_one_form(world: World) -> None:
    person = await agreed(world)
    await person.asks("/lapor", "Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 2 dari 6")
    question = button_on(await person.screen(), "Kategori lain")
    assert question is not None
    first = question.view["buttons"][0][0]
    await person.asks("1", "Langkah 3 dari 6")
    tap = await person.tap(data=first["data"], message_id=question.id, forged=True)
    assert "tidak berlaku" in (await tap.answer())["text"]
    await person.hears("Langkah 3 dari 6")
    await person.send(location=TOWN)
    await person.hears("Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    await person.asks("Anonim", "Langkah 6 dari 6")
    await person.send("kirim")
    await person.send("kirim")
    ticket_in((await person.hears("Laporan terkirim")).text)
    assert len(await world.reports()) == 1


async def test_sends_that_fail_are_made_again_until_they_arrive(world: World) -> None:
    citizen = await agreed(world)
    for kind, more in (
        ("error", {"status": 500, "count": 1, "methods": ["sendMessage"]}),
        ("error", {"status": 429, "retry_after": 1, "count": 1, "methods": ["sendMessage"]}),
        ("drop", {"count": 1, "methods": ["sendMessage"]}),
        ("html", {"count": 1, "methods": ["editMessageText"]}),
    ):
        await _fault(world, kind, **more)
    await citizen.send("/lapor")
    await citizen.hears("Langkah 1 dari 6", timeout=20)
    await _healed(world)
    ticket = await file(citizen)
    assert ticket in (await card_of(world, ticket)).text


@pytest.mark.parametrize("status", [401, 404])
async def test_a_single_refusal_of_the_token_ends_nothing(world: World, status: int) -> None:
    citizen, officer, group = await agreed(world), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await _fault(world, "error", status=status, count=1, methods=["getUpdates"])
    await _fault(world, "error", status=status, count=1, methods=["answerCallbackQuery"])
    await officer.tap("Terima", chat=group)
    await citizen.hears("diterima oleh", timeout=PATIENCE)
    await citizen.asks(f"/status {ticket}", "Riwayat")


async def test_a_reporter_who_blocked_the_bot_stops_nobody_and_reads_it_all_later(world: World) -> None:
    citizen, officer, group = await agreed(world), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await citizen.block()
    tap = await officer.tap("Terima", chat=group)
    assert not (await tap.answer())["show_alert"]
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    assert world.cast.coordinator is not None
    told = await world.cast.coordinator.screen(world.cast.coordination)
    assert not [text for text in told.texts if "🚨" in text]
    await citizen.block(blocked=False)
    shown = await citizen.asks(f"/status {ticket}", "Riwayat")
    assert "Diterima PUPR PRKP" in shown.text


async def test_a_message_comes_three_times_at_most_and_a_reply_to_any_copy_leads_to_its_report(world: World) -> None:
    citizen, officer, group = await agreed(world), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await _fault(world, "drop_after", count=2, methods=["sendMessage"])
    await officer.tap("Terima", chat=group)
    seen = await citizen.until(lambda seen: sum("diterima oleh" in text for text in seen.texts) == 3, timeout=PATIENCE)
    copies = [message.id for message in seen.messages if "diterima oleh" in message.text]
    for number, copy in enumerate(copies):
        await citizen.asks(f"Tambahan nomor {number}", "Diteruskan ke", reply_to=copy)
        await officer.hears(f"Tambahan nomor {number}", chat=group)
    await _fault(world, "drop_after", count=4, methods=["sendMessage"])
    await citizen.send("Lubangnya makin dalam", reply_to=copies[0])
    shown = await officer.until(
        lambda seen: sum("makin dalam" in text for text in seen.texts) == 3, chat=group, timeout=PATIENCE
    )
    first = next(message for message in shown.messages if "makin dalam" in message.text)
    await officer.send("Besok kami tutup.", chat=group, reply_to=first.id)
    await officer.hears("Kirim balasan ini ke pelapor?", chat=group)


async def test_a_reply_to_a_message_that_names_somebody_elses_report_does_not_reach_it(world: World) -> None:
    citizen, other = await agreed(world), await agreed(world, first="Siti")
    ticket = await file(citizen)
    status = await other.asks(ticket, ticket)
    await other.asks("Di sini juga rusak parah sekali", reply_to=status.id)
    assert not any("Diteruskan ke" in text for text in (await other.screen()).texts)
    assert not any("rusak parah" in text for text in (await world.officer().screen(world.group())).texts)
