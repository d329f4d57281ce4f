"""The citizen's table of the conversation, row by row, through the local Telegram's HTTP."""

from sandbox import Person
from storage.outbox import KEEP_SENT
from tests.acceptance.world import (
    POTHOLE,
    TOWN,
    World,
    agreed,
    button_on,
    card_of,
    photo,
    prompt_for,
    resolved,
    ticket_in,
)


async def test_start_asks_consent_once_and_then_shows_the_menu(world: World) -> None:
    person = await world.citizen()
    notice = await person.asks("/start", "Selamat datang")
    assert notice.buttons == ["Setuju dan lanjut"]
    await person.tap("Setuju dan lanjut")
    screen = await person.until(lambda seen: button_on(seen, "Buat laporan"))
    assert screen.find("Selamat datang").text.endswith("✓ Setuju dan lanjut")
    assert screen.find("Selamat datang").buttons == []
    assert screen.last.buttons == ["Buat laporan", "Laporan saya", "Bahasa", "Bantuan"]
    menu = await person.asks("/start", "mengadu")
    assert "Buat laporan" in menu.buttons


async def test_a_report_is_filed_by_taps_alone_and_the_chat_reads_like_a_form(world: World) -> None:
    person = await agreed(world)
    await person.tap("Buat laporan")
    await person.hears("Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 2 dari 6")
    await person.tap("Jalan dan jembatan")
    place = await person.hears("Langkah 3 dari 6")
    assert place.buttons == ["Pilih kecamatan", "Kembali", "Batal"]
    screen = await person.until(lambda seen: seen.keyboard)
    assert screen.keyboard == ["Kirim lokasi saya"]
    await person.tap("Kirim lokasi saya")
    await person.hears("Langkah 4 dari 6")
    await person.until(lambda seen: not seen.keyboard)
    await person.send(photo=True)
    kept = await person.hears("Lampiran tersimpan")
    assert "Lanjut" in kept.buttons
    await person.tap("Lanjut")
    await person.hears("Langkah 5 dari 6")
    await person.tap("Nama ditampilkan")
    summary = await person.hears("Langkah 6 dari 6")
    for part in ("Jalan dan jembatan", POTHOLE, "1 foto", "Nama ditampilkan"):
        assert part in summary.text
    assert summary.buttons == ["Kirim", "Ubah", "Batal"]
    await person.tap("Kirim")
    receipt = await person.hears("Laporan terkirim")
    assert receipt.buttons == ["Lihat status", "Bagikan"]
    assert "Ditanggapi sebelum" in receipt.text
    screen = await person.until(lambda seen: "✓ Kirim" in seen.find("Langkah 6").text)
    assert all(not message.buttons for message in screen.messages if "Langkah" in message.text)
    assert "✓ 🚧 Jalan dan jembatan" in screen.find("Langkah 2 dari 6").text
    assert "Wagimin P." in (await card_of(world, ticket_in(receipt.text))).text


async def test_lists_turn_in_place_and_lead_to_kecamatan_and_desa(world: World) -> None:
    person = await agreed(world)
    await _at(person, 2)
    await person.tap("Kategori lain")
    listed = await person.until(lambda seen: button_on(seen, "Berikutnya"))
    assert len(button_on(listed, "Berikutnya").buttons) == 8 + 1 + 2  # type: ignore[union-attr]
    before = len(listed.messages)
    await person.tap("Berikutnya")
    turned = await person.until(lambda seen: button_on(seen, "Sebelumnya"))
    assert len(turned.messages) == before
    await person.asks("1", "Langkah 3 dari 6")
    await person.tap("Pilih kecamatan")
    await person.until(lambda seen: button_on(seen, "Jenu"))
    await person.tap("Jenu")
    await person.until(lambda seen: button_on(seen, "Tidak tahu desanya"))
    await person.tap("Tidak tahu desanya")
    await person.hears("Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    summary = await person.asks("2", "Langkah 6 dari 6")
    assert "Kec. Jenu" in summary.text


async def test_a_venue_and_an_address_are_places_and_a_point_elsewhere_is_refused(world: World) -> None:
    person = await agreed(world)
    await _at(person, 3)
    await person.send(location={"latitude": -7.25, "longitude": 112.75})
    refusal = await person.hears("di luar Kabupaten Tuban")
    assert "Langkah 3 dari 6" in refusal.text
    await person.send(location={"latitude": -5.0, "longitude": 112.0})
    await person.hears("di luar Kabupaten Tuban")
    await person.send(venue={**TOWN, "title": "Alun-alun Tuban", "address": "Jl. Sunan Kudus"})
    await person.hears("Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    assert "Alun-alun Tuban, Jl. Sunan Kudus" in (await person.asks("anonim", "Langkah 6 dari 6")).text


async def test_back_skip_edit_and_cancel_by_typing(world: World) -> None:
    person = await agreed(world)
    await _at(person, 4)
    await person.asks("kembali", "Langkah 3 dari 6")
    await person.asks("lanjut", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    await person.asks("rahasia", "Langkah 6 dari 6")
    await person.asks("ubah", "Bagian mana")
    await person.asks("lokasi", "Langkah 3 dari 6")
    summary = await person.asks("Belakang terminal lama", "Sudah benar?")
    assert "Belakang terminal lama" in summary.text
    await person.asks("batal", "Batalkan laporan ini?")
    await person.asks("ya", "Laporan dibatalkan")
    assert await world.reports() == []


async def test_start_in_the_middle_asks_and_goes_on_or_begins_anew(world: World) -> None:
    person = await agreed(world)
    await _at(person, 3)
    asked = await person.asks("/start", "Lanjutkan laporan yang tadi?")
    assert asked.buttons == ["Lanjutkan", "Mulai baru"]
    await person.tap("Lanjutkan")
    await person.hears("Langkah 3 dari 6 · Lokasi\nDi mana?")
    await person.asks("/lapor", "Lanjutkan laporan yang tadi?")
    await person.asks("mulai baru", "Langkah 1 dari 6")


async def test_the_draft_survives_a_restart_of_the_bot(world: World) -> None:
    person = await agreed(world)
    await _at(person, 2)
    await world.stop()
    await world.start()
    await person.asks("1", "Langkah 3 dari 6")


async def test_free_start_keeps_what_was_sent_and_makes_a_report_of_it(world: World) -> None:
    person = await agreed(world)
    offer = await person.asks(POTHOLE, "Mau dijadikan laporan?")
    assert "Buat laporan" in offer.buttons
    await person.send(photo=True)
    await person.hears("2 pesan tersimpan")
    await person.send(location=TOWN)
    await person.hears("3 pesan tersimpan")
    await person.tap("Buat laporan")
    await person.hears("Langkah 2 dari 6")
    await person.asks("1", "Langkah 4 dari 6")
    await person.asks("lanjut", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    for part in (POTHOLE, "1 foto", "titik di peta"):
        assert part in summary.text


async def test_free_start_before_consent_loses_nothing(world: World) -> None:
    person = await world.citizen()
    await person.send(photo=True, caption=POTHOLE)
    await person.hears("Selamat datang")
    await person.asks("setuju dan lanjut", "Mau dijadikan laporan?")
    await person.tap("Buat laporan")
    asked = await person.hears("Langkah 2 dari 6")
    assert "Jalan dan jembatan" in asked.text


async def test_a_poster_brings_category_and_place_even_before_consent(world: World) -> None:
    person = await world.citizen()
    await person.asks("/start p_jalan_rusak-352316", "Selamat datang")
    await person.tap("Setuju dan lanjut")
    await person.hears("Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    assert "Jalan dan jembatan" in summary.text
    assert "Kec. Tuban" in summary.text


async def test_danger_is_answered_with_the_numbers_first(world: World) -> None:
    person = await agreed(world)
    await _at(person, 1)
    asked = await person.asks("Ada kebakaran rumah di dekat pasar besar", "Langkah 2 dari 6")
    assert asked.text.startswith("🚨")
    assert "11" in asked.text.partition("\n")[0]


async def test_an_album_is_answered_once_and_counts_its_items(world: World) -> None:
    person = await agreed(world)
    await _at(person, 4)
    await person.send(album=[photo(number) for number in range(4)])
    await person.until(lambda seen: "Lampiran: 4 foto" in seen.texts[-1])
    await person.asks("lanjut", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    assert "4 foto" in summary.text
    assert sum("Lampiran tersimpan" in text for text in (await person.screen()).texts) == 1


async def test_editing_answers_updates_the_draft_and_after_filing_reaches_the_agency(world: World) -> None:
    person = await agreed(world)
    await _at(person, 1)
    story = await person.send(POTHOLE)
    await person.hears("Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    await person.send(f"{POTHOLE} Sisi utara.", edit=story)
    await person.hears("Cerita diperbarui")
    await person.asks("Depan Pasar Baru", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    assert "Sisi utara" in (await person.asks("anonim", "Langkah 6 dari 6")).text
    ticket = ticket_in((await person.asks("kirim", "Laporan terkirim")).text)
    card = await card_of(world, ticket)
    await person.send(f"{POTHOLE} Sisi selatan.", edit=story)
    await person.hears("Perubahan diteruskan")
    note = await world.officer().hears("diubah:", chat=world.group())
    assert "Sisi selatan" in note.text
    assert note.reply_to == card.id


async def test_a_talk_about_a_report_gives_the_open_form_back(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    await _at(person, 3)
    await person.tap("Sudah beres")
    await person.hears("Seberapa puas")
    await person.asks("5", "Ada komentar")
    await person.asks("lewati", "Langkah 3 dari 6")
    await person.asks("Depan Pasar Baru", "Langkah 4 dari 6")


async def test_language_help_privacy_and_cancel_work_everywhere(world: World) -> None:
    person = await agreed(world)
    await _at(person, 2)
    await person.asks("/bantuan", "/lapor")
    kept = await person.asks("/privasi", "Data yang kami simpan")
    assert f"setelah {KEEP_SENT.days} hari" in kept.text
    assert "belum ada penghapusan otomatis" in kept.text
    await person.asks("/bahasa", "Pilih bahasa")
    await person.tap("English")
    await person.hears("Step 2 of 6")
    await person.asks("/bahasa", "language")
    await person.asks("bahasa indonesia", "Langkah 2 dari 6")
    await person.asks("/batal", "Batalkan laporan ini?")
    await person.asks("/antrean", "hanya di grup OPD")
    await person.asks("/entahapa", "tidak dikenal")


async def test_a_whole_case_in_javanese_with_the_buttons_of_the_contract(world: World) -> None:
    person = await agreed(world)
    await person.asks("/bahasa", "Pilih bahasa")
    await person.tap("Basa Jawa")
    await person.hears("ngangge basa Jawi")
    asked = await person.asks("/lapor", "Undhak 1 saking 6")
    assert asked.buttons == ["Batal"]
    await person.asks(POTHOLE, "Undhak 2 saking 6")
    await person.asks("1", "Undhak 3 saking 6")
    await person.send(location=TOWN)
    await person.hears("Undhak 4 saking 6")
    await person.asks("lewati", "Undhak 5 saking 6")
    await person.asks("anonim", "Undhak 6 saking 6")
    receipt = await person.asks("kirim", "Laporan sampun kakirim")
    assert receipt.buttons == ["Lihat status", "Bagikan"]
    officer, group = world.officer(), world.group()
    await card_of(world, ticket_in(receipt.text))
    await officer.tap("Terima", chat=group)
    await person.hears("sampun dipuntampi")
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group)
    prompt = await prompt_for(officer, group)
    await officer.send(photo=True, caption="Sudah ditambal", chat=group, reply_to=prompt)
    assert (await person.hears("Punapa sampun beres?")).buttons == ["Sudah beres", "Belum beres"]
    await person.tap("Sudah beres")
    await person.hears("Sepinten maremipun")


async def test_each_language_has_its_command_list(world: World) -> None:
    person = await world.citizen()
    await person.asks("/start", "Selamat datang")
    lists = {
        (call["parameters"]["scope"]["type"], call["parameters"].get("language_code"))
        for call in await world.server.client.calls("setMyCommands")
    }
    private = "all_private_chats"
    assert lists >= {(private, None), (private, "en"), (private, "jv"), ("all_group_chats", None)}


async def _at(person: Person, step: int) -> None:
    """Take somebody to a step of the form, by typing."""
    answers = ["/lapor", POTHOLE, "1", "Depan Pasar Baru", "lewati", "anonim"]
    for number, answer in enumerate(answers[:step], 1):
        await person.asks(answer, f"Langkah {number} dari 6")
