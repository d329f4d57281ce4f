"""After filing: what a citizen adds, looks up, takes back, and thinks of it in the end."""

import pytest

from tests.acceptance.world import POTHOLE, TOWN, World, agreed, button_on, card_of, file, photo, resolved


async def test_replies_to_the_tracker_reach_the_group_with_text_photos_and_places(world: World) -> None:
    person = await agreed(world)
    card = await card_of(world, await file(person))
    tracker = (await person.screen()).find("Laporan terkirim").id
    await person.asks("Sekarang lubangnya tiga", "Diteruskan ke", reply_to=tracker)
    note = await world.officer().hears("Sekarang lubangnya tiga", chat=world.group())
    assert note.reply_to == card.id
    await person.send(album=[{"photo": True} for _ in range(3)], reply_to=tracker)
    await person.hears("Diteruskan ke")
    await world.officer().until(
        lambda seen: sum(m.kind == "photo" and m.by_bot for m in seen.messages) == 3, chat=world.group()
    )
    await person.send(location=TOWN, reply_to=tracker)
    await world.officer().hears("google.com/maps", chat=world.group())
    assert sum("Diteruskan ke" in text for text in (await person.screen()).texts) == 3


async def test_an_album_added_later_is_one_heading_and_one_album_in_the_group(world: World) -> None:
    person = await agreed(world)
    card = await card_of(world, await file(person, identity="Rahasia"))
    tracker = (await person.screen()).find("Laporan terkirim").id
    album = [photo(1, "Fotonya menyusul"), photo(2), photo(3)]
    await person.send(album=album, reply_to=tracker)
    seen = await world.officer().until(
        lambda seen: len([m for m in seen.messages if m.kind == "photo" and m.by_bot]) == 3, chat=world.group()
    )
    photos = [message for message in seen.messages if message.kind == "photo" and message.by_bot]
    assert len({message.view["album"] for message in photos}) == 1
    assert {message.reply_to for message in photos[:1]} == {card.id}
    assert all(message.raw["has_protected_content"] for message in photos)
    assert sum("Tambahan dari pelapor" in text for text in seen.texts) == 1
    told = await person.until(lambda seen: "Diteruskan ke" in seen.last.text)
    assert sum("Diteruskan ke" in text for text in told.texts) == 1
    await person.asks("/laporan", "Laporan saya")
    assert (await person.asks("1", "Riwayat")).text.count("Keterangan tambahan Anda") == 1


async def test_photos_sent_one_by_one_share_a_heading_for_a_minute(world: World) -> None:
    person = await agreed(world)
    await card_of(world, await file(person))
    tracker = (await person.screen()).find("Laporan terkirim").id

    async def headings_after(number: int) -> int:
        await person.send(**photo(number), reply_to=tracker)
        seen = await world.officer().until(
            lambda seen: sum(m.kind == "photo" and m.by_bot for m in seen.messages) == number, chat=world.group()
        )
        return sum("Tambahan dari pelapor" in text for text in seen.texts)

    assert await headings_after(1) == 1
    assert await headings_after(2) == 1
    await world.server.client.advance(120)
    assert await headings_after(3) == 2


async def test_my_reports_are_paged_newest_first_and_open_by_tap_or_number(world: World) -> None:
    person = await agreed(world)
    tickets = [await file(person) for _ in range(6)]
    listed = await person.asks("/laporan", "Laporan saya")
    assert listed.buttons == [*reversed(tickets[1:]), "Berikutnya »"]
    await person.tap("Berikutnya »")
    turned = await person.until(lambda seen: tickets[0] in seen.last.text)
    assert turned.last.buttons == [tickets[0], "« Sebelumnya"]
    await person.tap(tickets[0])
    detail = await person.hears("Riwayat")
    assert tickets[0] in detail.text
    assert detail.buttons == ["Tambah keterangan", "Cabut laporan", "Laporan saya"]
    assert tickets[0] in (await person.asks("6", "Riwayat")).text
    await person.asks("laporan saya", "Laporan saya")


async def test_adding_by_button_goes_on_until_done(world: World) -> None:
    person = await agreed(world)
    await file(person)
    await person.tap("Lihat status")
    await person.hears("Riwayat")
    await person.tap("Tambah keterangan")
    await person.hears("Kirim tambahan")
    await person.asks("Tambahan pertama", "Kirim lagi")
    await person.send(photo=True, caption="Tambahan kedua")
    await person.hears("Kirim lagi")
    await world.officer().hears("Tambahan kedua", chat=world.group())
    await person.tap("Selesai")
    await person.asks("Jalan lain juga rusak parah sekali", "Mau dijadikan laporan?")


async def test_withdrawing_asks_once_and_tells_the_group(world: World) -> None:
    person = await agreed(world)
    await file(person)
    await person.tap("Lihat status")
    await person.hears("Riwayat")
    await person.tap("Cabut laporan")
    await person.hears("OPD akan berhenti")
    await person.asks("tidak", "tetap berjalan")
    await person.tap("Cabut laporan")
    await person.until(lambda seen: button_on(seen, "Ya, cabut"))
    await person.tap("Ya, cabut")
    await person.hears("Laporan dicabut")
    await world.officer().hears("dicabut oleh pelapor", chat=world.group())
    assert [row["status"] for row in await world.reports()] == ["withdrawn"]


@pytest.mark.parametrize("identity", ["Anonim", "Rahasia"])
async def test_status_tells_a_stranger_little_or_nothing(world: World, identity: str) -> None:
    ticket = await file(await world.citizen(), identity=identity)
    stranger = await agreed(world, first="Sarimin")
    if identity == "Rahasia":
        await stranger.asks(f"/status {ticket}", "tidak ditemukan")
        return
    shown = await stranger.asks(ticket.lower(), "Jalan dan jembatan")
    assert POTHOLE not in shown.text
    assert shown.buttons == []
    wrong = ticket[:-1] + ("A" if ticket[-1] != "A" else "B")
    mistyped = await stranger.asks(f"/status {wrong}", "salah ketik")
    assert ticket not in mistyped.text


async def test_confirming_asks_for_stars_and_a_comment(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    await person.asks("sudah beres", "Seberapa puas")
    screen = await person.screen()
    assert button_on(screen, "5").buttons == ["1", "2", "3", "4", "5", "Lewati"]  # type: ignore[union-attr]
    await person.tap("4")
    await person.hears("Ada komentar")
    await person.asks("Cepat sekali, terima kasih", "komentar Anda tersimpan")
    comment = await world.officer().hears("Komentar pelapor", chat=world.group())
    assert "Cepat sekali, terima kasih" in comment.text
    row = (await world.reports())[0]
    assert (row["status"], row["stars"], row["comment"]) == ("closed", 4, "Cepat sekali, terima kasih")


async def test_not_fixed_takes_a_photo_album_as_the_reason(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    await person.tap("Belum beres")
    await person.hears("Apa yang belum beres")
    await person.send(album=[{"photo": True, "caption": "Masih bolong"}, {"photo": True}])
    await person.hears("dibuka lagi")
    await world.officer().hears("Masih bolong", chat=world.group())
    row = (await world.reports())[0]
    assert (row["status"], row["reopenings"]) == ("in_progress", 1)


async def test_somebody_who_adds_very_much_is_told_once_that_all_is_kept_and_loses_nothing(world: World) -> None:
    person = await agreed(world)
    await card_of(world, await file(person))
    tracker = (await person.screen()).find("Laporan terkirim").id
    for number in range(16):
        await person.send(f"Tambahan ke-{number} soal lubang", reply_to=tracker)
    await world.officer().until(
        lambda seen: all(any(f"Tambahan ke-{n} soal" in text for text in seen.texts) for n in range(16)),
        chat=world.group(),
    )
    texts = (await person.until(lambda seen: any("banyak tambahan" in text for text in seen.texts))).texts
    assert sum("Diteruskan ke" in text for text in texts) == 11
    assert sum("tanpa balasan satu per satu" in text for text in texts) == 1


async def test_the_words_below_a_file_that_cannot_be_passed_on_reach_the_group_all_the_same(world: World) -> None:
    person = await agreed(world)
    await card_of(world, await file(person))
    tracker = (await person.screen()).find("Laporan terkirim").id
    heavy = {"file_name": "a.mp4", "mime_type": "video/mp4", "size": 25 * 1024 * 1024}
    album = [photo(1, "Fotonya"), {"video": heavy, "caption": "KORBAN di RT 3"}, photo(2)]
    await person.send(album=album, reply_to=tracker)
    await world.officer().hears("KORBAN di RT 3", chat=world.group())
    await person.hears("berkasnya tidak")
    archive = {"file_name": "a.zip", "mime_type": "application/zip"}
    await person.send(document=archive, caption="Nomor rumahnya 12", reply_to=tracker)
    await world.officer().hears("Nomor rumahnya 12", chat=world.group())
    await person.hears("berkasnya tidak")
    await person.send(document=archive, reply_to=tracker)
    await person.hears("tidak dapat diteruskan")
