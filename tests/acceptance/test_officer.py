"""The officer's table of the conversation, row by row, through the local Telegram's HTTP."""

import asyncio

import pytest

from tests.acceptance.world import (
    ENVIRONMENT,
    POTHOLE,
    World,
    button_on,
    card_of,
    file,
    photo,
    prompt_for,
)


async def test_card_says_what_where_by_when_and_replies_to_its_album(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen, photos=3)
    card = await card_of(world, ticket)
    for part in (ticket, POTHOLE, "Anonim", "Tanggapi sebelum", "(peta)"):
        assert part in card.text
    assert card.buttons == ["Terima", "Tanya pelapor", "Alihkan", "Tidak dapat"]
    screen = await world.officer().screen(world.group())
    album = [message for message in screen.messages if message.kind == "photo"]
    assert len(album) == 3
    assert card.reply_to == album[0].id


async def test_accepting_shows_on_the_card_and_is_pushed_as_a_reply_to_the_tracker(world: World) -> None:
    citizen = await world.citizen()
    ticket = await file(citizen)
    await card_of(world, ticket)
    tap = await world.officer().tap("Terima", chat=world.group())
    assert (await tap.answer())["text"]
    push = await citizen.hears(f"{ticket} diterima oleh")
    tracker = (await citizen.screen()).find("Laporan terkirim")
    assert push.reply_to == tracker.id
    await citizen.until(lambda seen: "●●○○○" in seen.find("Laporan terkirim").text)
    screen = await world.officer().until(lambda seen: "Diterima Petugas Satu" in seen.texts[-1], chat=world.group())
    assert screen.last.edited
    assert screen.last.buttons == ["Selesai", "Janji tanggal", "Tanya pelapor", "Alihkan", "Tidak dapat"]


async def test_two_officers_tap_at_once_and_the_second_is_told_who_was_first(world: World) -> None:
    ticket = await file(await world.citizen())
    card = await card_of(world, ticket)
    first, second = world.officer(number=0), world.officer(number=1)
    taps = await asyncio.gather(*(who.tap("Terima", chat=world.group(), message_id=card.id) for who in (first, second)))
    answers = [await tap.answer() for tap in taps]
    alerts = [answer for answer in answers if answer["show_alert"]]
    assert len(alerts) == 1
    assert "oleh Petugas" in alerts[0]["text"]
    assert [row["status"] for row in await world.reports()] == ["in_progress"]


async def test_asking_and_answering_goes_by_replies(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Tanya pelapor", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send("Sebelah mana pasar?", chat=group, reply_to=prompt)
    question = await citizen.hears("Sebelah mana pasar?")
    await citizen.send("Sisi utara", reply_to=question.id)
    note = await officer.hears("Sisi utara", chat=group)
    card = await card_of(world, ticket)
    assert note.reply_to == card.id
    assert "Selesai" in card.buttons
    assert [row["status"] for row in await world.reports()] == ["in_progress"]


async def test_a_prompt_answers_once_and_to_its_officer_alone(world: World) -> None:
    citizen, group = await world.citizen(), world.group()
    await card_of(world, await file(citizen))
    asking, other = world.officer(number=0), world.officer(number=1)
    await asking.tap("Tanya pelapor", chat=group)
    prompt = await prompt_for(asking, group)
    await other.send("Saya saja yang tanya", chat=group, reply_to=prompt)
    await other.hears("petugas lain", chat=group)
    await asking.send("Sejak kapan?", chat=group, reply_to=prompt)
    await citizen.hears("Sejak kapan?")
    await asking.send("Atau sejak dulu?", chat=group, reply_to=prompt)
    await asking.hears("sudah selesai", chat=group)
    assert "Atau sejak dulu?" not in "".join((await citizen.screen()).texts)


async def test_resolving_needs_a_photo_where_the_category_asks_for_proof(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send("Sudah ditambal", chat=group, reply_to=prompt)
    await officer.hears("foto bukti", chat=group)
    assert [row["status"] for row in await world.reports()] == ["in_progress"]
    await officer.send(photo=True, caption="Sudah ditambal", chat=group, reply_to=prompt)
    push = await citizen.hears("Sudah ditambal")
    assert push.buttons == ["Sudah beres", "Belum beres"]
    assert any(message.kind == "photo" and message.by_bot for message in (await citizen.screen()).messages)
    await citizen.until(lambda seen: "●●●●○" in seen.find("Laporan terkirim").text)


async def test_confirming_closes_and_not_fixed_reopens_in_the_same_group(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await _resolve(world, citizen, "Ditambal pertama")
    await citizen.tap("Belum beres")
    await citizen.until(lambda seen: seen.last.by_bot and "Ditambal" not in seen.last.text)
    await citizen.send("Masih berlubang di sisi kiri")
    await officer.hears("Masih berlubang di sisi kiri", chat=group)
    await officer.until(lambda seen: "Dibuka lagi 1 kali" in "".join(seen.texts), chat=group)
    await _resolve(world, citizen, "Ditambal kedua")
    await citizen.tap("Sudah beres", message_id=(await citizen.screen()).find("Ditambal kedua").id)
    await officer.hears("sudah beres", chat=group)
    row = (await world.reports())[0]
    assert (row["status"], row["closing"], row["reopenings"]) == ("closed", "confirmed", 1)


async def test_promising_a_day_by_button_or_in_words(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Janji tanggal"), chat=group)
    await officer.tap("Janji tanggal", chat=group)
    await officer.until(lambda seen: button_on(seen, "+3"), chat=group)
    await officer.tap("+3 hari kerja", chat=group)
    await citizen.hears("berjanji menyelesaikan")
    first = (await world.reports())[0]["promised_for"]
    assert first is not None
    await officer.until(lambda seen: button_on(seen, "Janji tanggal"), chat=group)
    await officer.tap("Janji tanggal", chat=group)
    await officer.until(lambda seen: button_on(seen, "Tulis tanggal"), chat=group)
    await officer.tap("Tulis tanggal", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send("kapan-kapan", chat=group, reply_to=prompt)
    await officer.hears("belum dikenali", chat=group)
    await officer.send("1/1/2020", chat=group, reply_to=prompt)
    await officer.hears("sudah lewat", chat=group)
    await officer.send("minggu", chat=group, reply_to=prompt)
    await officer.hears("bukan hari kerja", chat=group)
    assert (await world.reports())[0]["promised_for"] == first


async def test_a_reply_to_the_card_reaches_the_reporter_only_after_the_tap(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(citizen))
    await officer.send("Tim kami berangkat besok pagi", chat=group, reply_to=card.id)
    offer = await officer.hears("Kirim balasan ini", chat=group)
    assert offer.buttons[:2] == ["Kirim ke pelapor", "Catatan internal"]
    assert "berangkat besok" not in "".join((await citizen.screen()).texts)
    tap = await world.officer(number=1).tap("Kirim ke pelapor", chat=group)
    assert (await tap.answer())["show_alert"]
    await officer.tap("Kirim ke pelapor", chat=group)
    await citizen.hears("berangkat besok pagi")
    await officer.hears("Terkirim ke pelapor", chat=group)


async def test_an_internal_note_stays_in_the_group(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(citizen))
    await officer.send("Anggaran habis, jangan bilang dulu", chat=group, reply_to=card.id)
    await officer.hears("Kirim balasan ini", chat=group)
    await officer.tap("Catatan internal", chat=group)
    await officer.hears("catatan internal", chat=group)
    assert "Anggaran" not in "".join((await citizen.screen()).texts)


async def test_an_album_in_reply_is_offered_once_and_sent_whole(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(citizen))
    await officer.send(
        album=[photo(1, "Sudah dikerjakan"), photo(2), photo(3)],
        chat=group,
        reply_to=card.id,
    )
    await officer.hears("Kirim balasan ini", chat=group)
    screen = await officer.screen(group)
    assert sum("Kirim balasan ini" in text for text in screen.texts) == 1
    await officer.tap("Kirim ke pelapor", chat=group)
    await citizen.hears("Tanggapan PUPR PRKP")
    await citizen.until(lambda seen: sum(message.kind == "photo" and message.by_bot for message in seen.messages) == 3)


async def test_an_album_of_proof_tells_the_reporter_once(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    album = [photo(1, "Sudah ditambal"), photo(2), photo(3)]
    await officer.send(album=album, chat=group, reply_to=await prompt_for(officer, group))
    heard = await citizen.until(lambda seen: sum(m.kind == "photo" and m.by_bot for m in seen.messages) == 3)
    assert sum("Sudah ditambal" in text and "dinyatakan selesai" in text for text in heard.texts) == 1
    assert not any("mengirim berkas" in text for text in heard.texts)
    await officer.until(lambda seen: "Diselesaikan" in seen.find(f"{ticket} ·").text, chat=group)


async def test_lists_and_cards_on_request(world: World) -> None:
    officer, group = world.officer(), world.group()
    await officer.send("/antrean", chat=group)
    await officer.hears("Antrean kosong", chat=group)
    await officer.send("/saya", chat=group)
    await officer.hears("tidak sedang memegang", chat=group)
    ticket = await file(await world.citizen())
    await card_of(world, ticket)
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.send("/antrean", chat=group)
    queue = await officer.hears("Antrean PUPR PRKP", chat=group)
    assert ticket in queue.text
    await officer.send("/saya", chat=group)
    mine = await officer.hears("Dipegang", chat=group)
    assert ticket in mine.text
    before = len((await officer.screen(group)).messages)
    await officer.send(f"/laporan {ticket.lower()}", chat=group)
    await officer.until(
        lambda seen: len(seen.messages) > before + 1 and ticket in seen.last.text and "Selesai" in seen.last.buttons,
        chat=group,
    )
    await officer.send("/laporan TBN-26-000001-0", chat=group)
    await officer.hears("salah ketik", chat=group)
    await officer.send("/bantuan", chat=group)
    await officer.hears("datang sebagai kartu", chat=group)
    await officer.send("/lapor", chat=group)
    await officer.hears("chat pribadi", chat=group)


async def test_the_reporter_withdraws_and_the_card_says_so(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    card = await card_of(world, ticket)
    await citizen.send("/laporan")
    await citizen.until(lambda seen: button_on(seen, ticket))
    await citizen.tap(ticket)
    await citizen.until(lambda seen: button_on(seen, "Cabut laporan"))
    await citizen.tap("Cabut laporan")
    await citizen.until(lambda seen: button_on(seen, "Ya"))
    await citizen.tap("Ya, cabut")
    await officer.hears("dicabut oleh pelapor", chat=group)
    tap = await officer.tap(data=_data_of(card, "Terima"), chat=group, message_id=card.id, forged=True)
    answer = await tap.answer()
    assert answer["show_alert"]
    assert "dicabut" in answer["text"].lower()


async def test_what_a_citizen_adds_arrives_as_a_reply_to_the_card(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(citizen)
    card = await card_of(world, ticket)
    tracker = (await citizen.screen()).find("Laporan terkirim")
    await citizen.send("Lubangnya makin lebar", reply_to=tracker.id)
    note = await officer.hears("Lubangnya makin lebar", chat=group)
    assert note.reply_to == card.id


@pytest.mark.parametrize("who", ["stranger_group", "unlinked_group", "citizen"])
async def test_a_forged_tap_changes_nothing(world: World, who: str) -> None:
    ticket = await file(await world.citizen())
    card = await card_of(world, ticket)
    data = _data_of(card, "Terima")
    client = world.server.client
    if who == "stranger_group":
        person, chat = world.officer(ENVIRONMENT), world.group(ENVIRONMENT)
        await person.send("/antrean", chat=chat)
        message = await person.hears("Antrean", chat=chat)
        tap = await person.tap(data=data, chat=chat, message_id=message.id, forged=True)
    elif who == "unlinked_group":
        person = await world.citizen("Orang", "Lain")
        chat = await client.group("Arisan", [person])
        message = await person.hears("belum terhubung", chat=chat)
        tap = await person.tap(data=data, chat=chat, message_id=message.id, forged=True)
    else:
        person = await world.citizen("Orang", "Lain")
        await person.send("/start")
        message = await person.hears()
        tap = await person.tap(data=data, message_id=message.id, forged=True)
    assert (await tap.answer())["text"]
    assert [row["status"] for row in await world.reports()] == ["submitted"]


async def _resolve(world: World, citizen: object, words: str) -> None:
    officer, group = world.officer(), world.group()
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    before = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send(photo=True, caption=words, chat=group, reply_to=before.force_reply)
    await citizen.hears(words)  # type: ignore[attr-defined]


def _data_of(card: object, label: str) -> str:
    for row in card.view["buttons"]:  # type: ignore[attr-defined]
        for button in row:
            if button["text"].endswith(label):
                return str(button["data"])
    raise LookupError(label)
