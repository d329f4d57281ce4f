"""What people send with no form open: small talk opens nothing, a word finds its category, stories stay stories."""

import pytest

from tests.acceptance.world import POTHOLE, World, agreed, file

OFFERS = "Mau dijadikan laporan?"


async def test_thanks_and_the_like_get_one_line_and_open_nothing(world: World) -> None:
    person = await agreed(world)
    for sent, heard in (
        ("Terima kasih banyak pak 🙏", "Sama-sama"),
        ("ok", "Siap."),
        ("👍👍👍", "Siap."),
        ("p", "Halo!"),
        ("Assalamualaikum", "Halo!"),
        ("matur nuwun sanget", "Sama-sama"),
    ):
        answer = await person.asks(sent, heard)
        assert answer.text.count("\n") == 0
        assert OFFERS not in answer.text
    await person.send(sticker=True)
    await person.until(lambda seen: sum("Siap." in text for text in seen.texts) == 3)
    screen = await person.screen()
    assert not any(OFFERS in text or "Langkah" in text for text in screen.texts)
    assert await world.reports() == []


async def test_small_talk_is_answered_in_the_persons_language(world: World) -> None:
    person = await agreed(world)
    await person.asks("/bahasa", "Pilih bahasa")
    await person.asks("English", "go on in English")
    await person.asks("thanks a lot!", "You’re welcome")
    await person.asks("/bahasa", "Choose a language")
    await person.asks("Basa Jawa", "basa Jawi")
    await person.asks("suwun mas", "Sami-sami")


async def test_a_question_about_ones_reports_opens_them(world: World) -> None:
    person = await agreed(world)
    await person.asks("laporan saya gimana ya min?", "belum punya laporan")
    ticket = await file(person)
    assert ticket in (await person.asks("piye laporanku", "Laporan saya: 1 laporan")).text
    await person.asks("how is my report", "Laporan saya: 1 laporan")


@pytest.mark.parametrize(
    "story",
    [
        "terima kasih jalannya sudah bagus tapi lampunya mati",
        "Assalamualaikum, jalan depan masjid rusak parah",
        "Lampu di gang kami mati tiga hari, terima kasih",
        "kebakaran jenggot",
    ],
)
async def test_a_story_that_begins_or_ends_like_small_talk_is_a_story(world: World, story: str) -> None:
    person = await agreed(world)
    await person.asks(story, OFFERS)


async def test_small_talk_beside_a_story_is_no_part_of_it(world: World) -> None:
    person = await agreed(world)
    await person.asks(POTHOLE, OFFERS)
    await person.send("ok makasih")
    await person.until(lambda seen: sum(OFFERS in text for text in seen.texts) == 2)
    await person.tap("Buat laporan")
    await person.asks("1", "Langkah 3 dari 6")
    await person.asks("Depan pasar", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    assert POTHOLE in summary.text
    assert "makasih" not in summary.text


async def test_a_word_that_names_a_category_begins_a_report_of_it(world: World) -> None:
    person = await agreed(world)
    offer = await person.asks("pungli", "Mau melapor tentang Pungli dan pegawai?")
    assert "Buat laporan" in offer.buttons
    offer = await person.asks("jalan", "Mau melapor tentang Jalan dan jembatan?")
    await person.tap("Buat laporan")
    await person.hears("Langkah 1 dari 6")
    await person.asks("Berlubang dalam di depan pasar", "Langkah 3 dari 6")
    await person.asks("Depan pasar", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    assert "Jalan dan jembatan" in (await person.asks("anonim", "Langkah 6 dari 6")).text


async def test_two_words_that_tell_enough_are_the_story_as_well_and_the_button_may_be_typed(world: World) -> None:
    person = await agreed(world)
    await person.asks("lampu mati", "Mau melapor tentang Lampu jalan?")
    await person.asks("buat laporan", "Langkah 3 dari 6")
    await person.asks("Depan pasar", "Langkah 4 dari 6")
    await person.asks("lewati", "Langkah 5 dari 6")
    summary = await person.asks("anonim", "Langkah 6 dari 6")
    assert "lampu mati" in summary.text
    assert "Lampu jalan" in summary.text


async def test_an_offer_of_a_category_stands_until_something_else_is_said(world: World) -> None:
    person = await agreed(world)
    await person.asks("pungli", "Pungli dan pegawai")
    await person.asks("makasih", "Sama-sama")
    await person.asks("buat laporan", "Langkah 1 dari 6")
    await person.asks(POTHOLE, "Langkah 2 dari 6")


async def test_a_word_of_danger_gets_the_numbers_before_anything_is_offered(world: World) -> None:
    person = await agreed(world)
    await person.asks("kebakaran", "Bencana dan damkar")
    said = (await person.screen()).texts
    numbers = next(place for place, text in enumerate(said) if "113" in text)
    assert numbers < next(place for place, text in enumerate(said) if "Bencana dan damkar" in text)


async def test_a_word_before_consent_is_offered_after_it(world: World) -> None:
    person = await world.citizen()
    await person.asks("halo", "Selamat datang")
    await person.asks("pungli", "Selamat datang")
    await person.asks("setuju dan lanjut", "Mau melapor tentang Pungli dan pegawai?")
