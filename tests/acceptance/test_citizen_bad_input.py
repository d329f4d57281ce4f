"""What citizens send that fits nothing: each gets a polite answer, and nothing told before is lost."""

import pytest

from sandbox import Person, Shown
from tests.acceptance.world import POTHOLE, TOWN, World, button_on, card_of, file, ticket_in

STEPS = {1: "/lapor", 2: POTHOLE, 3: "1", 4: "Depan Pasar Baru", 5: "lewati", 6: "anonim"}
MISFITS = {
    "sticker": "Stiker",
    "poll": "Jajak pendapat",
    "contact": "Kontak",
    "dice": "Dadu",
    "video_note": "Pesan video bulat",
    "animation": "GIF",
    "audio": "Musik",
}


async def _at(world: World, step: int) -> tuple[Person, Shown]:
    """Return somebody at a step of the form, and its question."""
    person = await world.citizen()
    await person.asks("/start", "Selamat datang")
    await person.asks("setuju dan lanjut", "mengadu")
    for number in range(1, step + 1):
        question = await person.asks(STEPS[number], f"Langkah {number} dari 6")
    return person, question


@pytest.mark.parametrize("step", STEPS)
async def test_misfits_are_answered_with_what_is_expected_and_the_question(world: World, step: int) -> None:
    person, question = await _at(world, step)
    for kind, name in MISFITS.items():
        await person.send(**{kind: True})  # type: ignore[arg-type]
        answer = await person.hears(f"{name} tidak dapat dipakai di sini.")
        assert f"Langkah {step} dari 6" in answer.text
        assert answer.buttons == question.buttons


@pytest.mark.parametrize(
    "story", ["Jalan", "😀😀😀😀😀😀😀😀😀😀😀😀", "........... !!!!!!", "\u3164\u3164\u3164\u3164", "ya ya ya"]
)
async def test_a_story_that_tells_nothing_is_asked_again(world: World, story: str) -> None:
    person, _ = await _at(world, 1)
    assert "Langkah 1 dari 6" in (await person.asks(story, "⚠️")).text
    await person.asks(POTHOLE, "Langkah 2 dari 6")


async def test_a_story_too_long_says_by_how_much(world: World) -> None:
    person, _ = await _at(world, 1)
    answer = await person.asks("jalan rusak " * 330, "Terlalu panjang")
    assert "Langkah 1 dari 6" in answer.text


async def test_ten_thousand_characters_without_a_form_are_kept_and_asked_to_be_shortened(world: World) -> None:
    person, _ = await _at(world, 1)
    await person.asks("batal", "Laporan dibatalkan")
    for _part in range(3):
        await person.send("jalan rusak " * 280)
    await person.hears("3 pesan tersimpan")
    await person.tap("Buat laporan")
    await person.hears("Terlalu panjang")


async def test_markup_and_foreign_scripts_are_shown_as_they_were_typed(world: World) -> None:
    person, _ = await _at(world, 1)
    story = "<b>Jalan</b> & *rusak* _parah_ [di sini](http://x.id) \u202eterbalik\u200b מבחן اختبار"
    await person.asks(story, "Langkah 2 dari 6")
    await person.asks("kategori lain", "Pilih kategori")
    await person.asks("1", "Langkah 3 dari 6")
    await person.asks("<i>Pasar</i> & Baru", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    assert "<b>Jalan</b> & *rusak* _parah_ [di sini](http://x.id) terbalik מבחן اختبار" in summary.text
    assert "<i>Pasar</i> & Baru" in summary.text
    await person.tap("Kirim")
    ticket = ticket_in((await person.hears("Laporan terkirim")).text)
    assert "<b>Jalan</b> & *rusak*" in (await card_of(world, ticket)).text
    assert (
        "✓ Kirim" in (await person.until(lambda seen: "✓ Kirim" in seen.find("Langkah 6").text)).find("Langkah 6").text
    )


async def test_the_longest_story_fits_the_summary_the_card_and_the_detail(world: World) -> None:
    person, _ = await _at(world, 1)
    story = "Jalan rusak " + "<&>😀" * 800
    await person.asks(story, "Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    await person.asks("Depan Pasar Baru", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    await person.asks("anonim", "huruf lagi")
    await person.tap("Kirim")
    await person.hears("Laporan terkirim")
    await person.tap("Lihat status")
    await person.hears("Riwayat")


async def test_six_photos_and_an_album_of_ten_keep_five_and_say_so_once(world: World) -> None:
    person, _ = await _at(world, 4)
    await person.send(album=[{"photo": True} for _ in range(10)])
    await person.until(lambda seen: "Lampiran paling banyak 5" in seen.texts[-1])
    assert sum("Langkah 4 dari 6" in text for text in (await person.screen()).texts) == 2
    await person.send(photo=True)
    await person.until(lambda seen: sum("paling banyak" in text for text in seen.texts) == 2)
    await person.asks("lanjut", "Langkah 5 dari 6")
    assert "5 foto" in (await person.asks("anonim", "Langkah 6 dari 6")).text
    assert sum("paling banyak" in text for text in (await person.screen()).texts) == 2


async def test_a_program_is_refused_and_a_pdf_taken(world: World) -> None:
    person, _ = await _at(world, 4)
    await person.send(document={"file_name": "pasang.apk", "mime_type": "application/vnd.android.package-archive"})
    await person.hears("pasang.apk tidak dapat diterima")
    await person.send(document={"file_name": "surat.pdf", "mime_type": "application/pdf"})
    await person.hears("1 dokumen")


async def test_a_forwarded_story_is_taken_without_its_origin(world: World) -> None:
    person, _ = await _at(world, 1)
    await person.send(POTHOLE, forwarded_from="Kerabat Pelapor")
    await person.hears("Langkah 2 dari 6")


async def test_words_where_a_choice_is_asked_and_controls_out_of_place(world: World) -> None:
    person, _ = await _at(world, 5)
    await person.asks("siapa saja boleh", "Jawaban itu belum dapat dipakai")
    await person.asks("lewati", "perlu diisi dulu")
    await person.asks("kirim", "“Kirim” belum dapat dipakai")
    await person.asks("9", "⚠️")
    await person.asks("2", "Langkah 6 dari 6")


async def test_a_stale_button_is_said_to_be_so_with_the_question_below(world: World) -> None:
    person, _ = await _at(world, 2)
    screen = await person.screen()
    question = button_on(screen, "Kategori lain")
    assert question is not None
    data = next(b["data"] for row in question.view["buttons"] for b in row if "Jalan" in b["text"])
    await person.asks("1", "Langkah 3 dari 6")
    tap = await person.tap(data=data, message_id=question.id, forged=True)
    answer = await tap.answer()
    assert answer["show_alert"]
    assert "sudah tidak berlaku" in answer["text"]
    assert "Langkah 3 dari 6" in (await person.until(lambda s: "Langkah 3" in s.last.text and s.last.buttons)).last.text


@pytest.mark.parametrize(
    "data", ["x", "f1:entah:-:1", "f1:category:jalan_rusak:0", "m1:entah:-", "r1:entah:1:-", "c1:accept:1:-"]
)
async def test_forged_buttons_are_answered(world: World, data: str) -> None:
    for step in (0, 2):
        person, _ = await _at(world, step or 1)
        if not step:
            await person.asks("batal", "Laporan dibatalkan")
        message = next(m for m in reversed((await person.screen()).messages) if m.by_bot)
        answer = await (await person.tap(data=data, message_id=message.id, forged=True)).answer()
        assert answer["show_alert"], data
        assert "sudah tidak berlaku" in answer["text"]


@pytest.mark.parametrize("action", ["show", "add", "withdraw", "withdraw-yes", "fixed", "not-fixed", "stars"])
async def test_buttons_for_somebody_elses_report_do_nothing(world: World, action: str) -> None:
    await file(await world.citizen("Sarimin"))
    stranger, _ = await _at(world, 1)
    message = next(m for m in reversed((await stranger.screen()).messages) if m.by_bot)
    tap = await stranger.tap(data=f"r1:{action}:1:5", message_id=message.id, forged=True)
    assert (await tap.answer())["show_alert"]
    assert POTHOLE not in "".join((await stranger.screen()).texts)
    assert [(row["status"], row["stars"]) for row in await world.reports()] == [("submitted", None)]


async def test_what_comes_after_the_end_is_refused_and_says_why(world: World) -> None:
    person = await world.citizen()
    await file(person)
    await person.tap("Lihat status")
    detail = await person.hears("Riwayat")
    await person.tap("Cabut laporan")
    await person.hears("OPD akan berhenti")
    await person.asks("ya", "Laporan dicabut")
    await person.asks("Satu hal lagi", "dicabut", reply_to=detail.id)
    tap = await person.tap("Tambah keterangan", message_id=detail.id)
    assert "sudah dicabut" in (await tap.answer())["text"]


async def test_additions_that_no_report_takes_say_what_it_takes(world: World) -> None:
    person = await world.citizen()
    await file(person)
    tracker = (await person.screen()).find("Laporan terkirim").id
    await person.send(sticker=True, reply_to=tracker)
    await person.hears("tidak dapat diteruskan")
    await person.send(location={"latitude": -7.25, "longitude": 112.75}, reply_to=tracker)
    await person.hears("di luar Kabupaten Tuban")
    await person.asks("jalan rusak " * 300, "paling banyak 3.000", reply_to=tracker)
    await person.send(venue={**TOWN, "title": "Alun-alun", "address": "Jl. Sunan Kudus"}, reply_to=tracker)
    await world.officer().hears("Alun-alun, Jl. Sunan Kudus", chat=world.group())


async def test_misfits_greetings_and_edits_out_of_the_blue(world: World) -> None:
    person, _ = await _at(world, 1)
    await person.asks("batal", "Laporan dibatalkan")
    await person.send(dice=True)
    await person.hears("belum dapat kami olah")
    greeting = await person.send("Halo")
    await person.hears("Ada yang bisa kami bantu?")
    before = len((await person.screen()).messages)
    await person.send("Halo semua", edit=greeting)
    await person.asks("/start p_tidakada-999999", "Langkah 1 dari 6")
    assert len((await person.screen()).messages) == before + 2
    await person.asks("/start r_TBN-26-000042-X", "salah")
