"""What a reporter does too late or not after all: every step back is answered, and nothing they sent is lost."""

import pytest

from tests.acceptance.world import World, agreed, button_on, card_of, file, photo, resolved


async def test_no_reporter_ever_reads_an_officers_name(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    question = await person.until(lambda seen: button_on(seen, "Sudah beres"))
    asked = button_on(question, "Sudah beres")
    assert asked is not None
    data = [button["data"] for row in asked.view["buttons"] for button in row]
    await person.tap("Sudah beres")
    await person.hears("Seberapa puas")
    for value in data:
        tap = await person.tap(data=value, message_id=asked.id, forged=True)
        answer = await tap.answer()
        assert "Laporan ini sudah ditutup" in answer["text"]
        assert "Petugas" not in answer["text"]
    await person.asks("Ternyata masih berlubang di sisi kiri", "sudah ditutup", reply_to=asked.id)
    assert not [text for text in (await person.screen()).texts if "Petugas Satu" in text]


async def test_what_comes_after_the_end_may_become_another_report(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    asked = (await person.screen()).find("Apakah sudah beres?")
    await person.tap("Sudah beres")
    await person.hears("Seberapa puas")
    await person.tap("Lewati")
    await person.hears("Bersedia mengisi survei")
    await person.tap("Lewati")
    await person.hears("tidak jadi diisi")
    await person.send("Terima kasih", reply_to=asked.id)
    await person.hears("Sama-sama")
    assert button_on(await person.screen(), "Isi survei") is None
    album = [photo(1, "Lubangnya muncul lagi di depan pasar"), photo(2)]
    await person.send(album=album, reply_to=asked.id)
    await person.hears("Mau dijadikan laporan?")
    assert sum("sudah ditutup" in text for text in (await person.screen()).texts) == 1
    await person.tap("Buat laporan")
    await person.hears("Langkah 2 dari 6")
    await person.asks("1", "Langkah 3 dari 6")
    await person.asks("Depan Pasar Baru Tuban", "2 foto")


@pytest.mark.parametrize("by", ["tap", "word"])
async def test_not_reopening_after_all_asks_again_whether_it_is_fixed(world: World, by: str) -> None:
    person = await agreed(world)
    await resolved(world, person)
    await person.tap("Belum beres")
    await person.hears("Apa yang belum beres")
    await (person.tap("Batal") if by == "tap" else person.send("batal"))
    again = await person.hears("belum dibuka lagi")
    assert again.buttons == ["Sudah beres", "Belum beres"]
    await person.tap("Sudah beres")
    await person.hears("Seberapa puas")
    assert [row["status"] for row in await world.reports()] == ["closed"]


async def test_a_number_that_is_no_star_is_asked_again(world: World) -> None:
    person = await agreed(world)
    await resolved(world, person)
    await person.asks("sudah beres", "Seberapa puas")
    await person.asks("7", "Pilih 1 sampai 5")
    await person.asks("5", "Ada komentar")


async def test_adding_ends_in_words_and_is_not_begun_once_the_report_is_over(world: World) -> None:
    person = await agreed(world)
    await card_of(world, await file(person))
    await person.tap("Lihat status")
    detail = await person.hears("Riwayat")
    await person.tap("Tambah keterangan")
    await person.hears("Kirim tambahan")
    await person.tap("Selesai")
    await person.hears("sudah diteruskan")
    await person.tap("Cabut laporan")
    await person.hears("OPD akan berhenti")
    await person.asks("ya", "Laporan dicabut")
    tap = await person.tap("Tambah keterangan", message_id=detail.id)
    assert "sudah dicabut" in (await tap.answer())["text"]
    tap = await person.tap("Cabut laporan", message_id=detail.id)
    assert "sudah dicabut" in (await tap.answer())["text"]
