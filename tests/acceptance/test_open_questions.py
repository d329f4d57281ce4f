"""An agency's open question: what is sent with no form open may be its answer, and nothing is lost either way."""

from sandbox import Person, Shown
from tests.acceptance.world import (
    ENVIRONMENT,
    POTHOLE,
    ROADS,
    RUBBISH,
    TOWN,
    World,
    agreed,
    card_of,
    file,
    photo,
    prompt_for,
)

WHETHER = "Ini jawaban untuk PUPR PRKP tentang Jalan dan jembatan"


async def _asked(
    world: World, person: Person, question: str = "Sebelah mana?", story: str = POTHOLE, code: str = ROADS, **more: str
) -> Shown:
    """Have somebody's report filed and asked about, and return the question as they see it."""
    card = await card_of(world, await file(person, story, **more), code)
    officer, group = world.officer(code), world.group(code)
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send(question, chat=group, reply_to=await prompt_for(officer, group))
    return await person.hears(question)


async def _statuses(world: World) -> list[object]:
    return [row["status"] for row in await world.reports()]


async def test_free_text_is_asked_about_and_sent_as_the_answer(world: World) -> None:
    person = await agreed(world)
    question = await _asked(world, person)
    assert question.buttons == ["Jawab"]
    asked = await person.asks("Di depan Pasar Baru, sisi utara", WHETHER)
    assert asked.buttons == ["Ya, kirim", "Laporan baru"]
    assert await _statuses(world) == ["waiting_reporter"]
    await person.tap("Ya, kirim")
    await person.hears("Diteruskan ke PUPR PRKP")
    await world.officer().hears("Di depan Pasar Baru, sisi utara", chat=world.group())
    assert await _statuses(world) == ["in_progress"]
    assert "✓ Ya, kirim" in (await person.screen()).find(WHETHER).text
    await person.asks("Di depan Pasar Baru, sisi utara", "Mau dijadikan laporan?")


async def test_a_word_a_photo_and_a_place_are_one_answer_and_the_button_may_be_typed(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.asks("iya", WHETHER)
    await person.send(photo=True)
    await person.until(lambda seen: sum(WHETHER in text for text in seen.texts) == 2)
    await person.send(location=TOWN)
    await person.until(lambda seen: sum(WHETHER in text for text in seen.texts) == 3)
    await person.asks("ya, kirim", "Diteruskan ke PUPR PRKP")
    officer, group = world.officer(), world.group()
    await officer.until(
        lambda seen: any("iya" in text for text in seen.texts) and any(each.kind == "photo" for each in seen.messages),
        chat=group,
    )
    await officer.hears("📍", chat=group)
    assert sum("Diteruskan" in text for text in (await person.screen()).texts) == 1


async def test_an_album_is_asked_about_once_and_goes_whole(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.send(album=[photo(number) for number in range(3)])
    await person.hears(WHETHER)
    await person.tap("Ya, kirim")
    await person.hears("Diteruskan ke PUPR PRKP")
    await world.officer().until(
        lambda seen: sum(each.kind == "photo" for each in seen.messages) == 3, chat=world.group()
    )
    assert sum(WHETHER in text for text in (await person.screen()).texts) == 1


async def test_what_is_no_answer_becomes_a_report(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.asks(RUBBISH, WHETHER)
    await person.tap("Laporan baru")
    await person.hears("Langkah 2 dari 6")
    await person.asks("Sampah", "Langkah 3 dari 6")
    assert await _statuses(world) == ["waiting_reporter"]
    await person.asks("batal", "Batalkan laporan ini?")
    await person.asks("ya", "Laporan dibatalkan")
    await person.asks(RUBBISH, WHETHER)
    await person.asks("laporan baru", "Langkah 2 dari 6")


async def test_small_talk_is_no_answer_unless_it_replies_to_the_question(world: World) -> None:
    person = await agreed(world)
    question = await _asked(world, person)
    await person.asks("ok makasih", "Sama-sama")
    await person.asks("laporan saya gimana", "Laporan saya: 1 laporan")
    assert await _statuses(world) == ["waiting_reporter"]
    await person.send("ok makasih", reply_to=question.id)
    await person.hears("Diteruskan ke PUPR PRKP")
    await world.officer().hears("ok makasih", chat=world.group())
    assert await _statuses(world) == ["in_progress"]


async def test_of_two_questions_each_is_offered_and_may_be_typed(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await _asked(world, person, "TPS yang mana?", RUBBISH, ENVIRONMENT)
    asked = await person.asks("Yang di belakang terminal lama", "Ini jawaban untuk yang mana?")
    assert asked.buttons == ["1. DLHP · Sampah", "2. PUPR PRKP · Jalan dan jembatan", "Laporan baru"]
    await person.asks("2", "Diteruskan ke PUPR PRKP")
    assert await _statuses(world) == ["in_progress", "waiting_reporter"]
    await person.asks("TPS belakang terminal lama", "Ini jawaban untuk DLHP tentang Sampah")
    await person.asks("ya", "Diteruskan ke DLHP")
    await world.officer(ENVIRONMENT).hears("TPS belakang terminal lama", chat=world.group(ENVIRONMENT))
    assert await _statuses(world) == ["in_progress", "in_progress"]


async def test_the_button_below_the_question_takes_the_next_message_alone(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.tap("Jawab")
    assert (await person.hears("Tulis jawaban untuk PUPR PRKP")).buttons == ["Batal"]
    await person.asks("ok", "Diteruskan ke PUPR PRKP")
    assert await _statuses(world) == ["in_progress"]
    await person.asks(RUBBISH, "Mau dijadikan laporan?")
    answer = await (await person.tap("Jawab")).answer()
    assert answer["show_alert"]
    assert "sekarang: ditangani" in answer["text"]


async def test_calling_the_answer_off_leaves_the_question_open(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.tap("Jawab")
    await person.hears("Tulis jawaban")
    await person.send(sticker=True)
    await person.hears("tidak dapat diteruskan")
    await person.asks("batal", "Dibatalkan")
    assert await _statuses(world) == ["waiting_reporter"]
    await person.asks("Di depan Pasar Baru", WHETHER)


async def test_what_waited_before_the_question_is_not_sent_along(world: World) -> None:
    person = await agreed(world)
    ticket = await file(person)
    card = await card_of(world, ticket)
    await person.asks(RUBBISH, "Mau dijadikan laporan?")
    officer, group = world.officer(), world.group()
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send("Sebelah mana?", chat=group, reply_to=await prompt_for(officer, group))
    await person.hears("Sebelah mana?")
    await person.asks("Di depan Pasar Baru", WHETHER)
    await person.tap("Ya, kirim")
    await person.hears("Diteruskan ke PUPR PRKP")
    await person.until(lambda seen: sum("Mau dijadikan laporan?" in text for text in seen.texts) == 2)
    await officer.hears("Di depan Pasar Baru", chat=group)
    assert not any(RUBBISH in text for text in (await officer.screen(group)).texts)
    await person.tap("Buat laporan")
    await person.hears("Langkah 2 dari 6")


async def test_an_answer_that_comes_too_late_becomes_a_report_if_wanted(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    await person.asks("Lubangnya di depan Pasar Baru", WHETHER)
    await person.asks("/laporan", "Laporan saya")
    screen = await person.screen()
    ticket = next(label for label in screen.last.buttons if label.startswith("TBN"))
    await person.tap(ticket)
    await person.hears("Riwayat")
    await person.tap("Cabut laporan")
    await person.hears("OPD akan berhenti menanganinya")
    await person.tap("Ya, cabut")
    await person.hears("Laporan dicabut")
    await person.send("ya, kirim")
    await person.hears("sudah dicabut")
    await person.hears("Mau dijadikan laporan?")
    await person.tap("Buat laporan")
    await person.hears("Langkah 2 dari 6")


async def test_of_a_confidential_report_the_story_is_not_quoted(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person, identity="Rahasia")
    asked = await person.asks("Di depan Pasar Baru", WHETHER)
    assert asked.text == f"{WHETHER}?"


async def test_a_number_after_the_question_answers_it_and_after_the_list_chooses_from_it(world: World) -> None:
    person = await agreed(world)
    card = await card_of(world, await file(person))
    await person.asks("/laporan", "Laporan saya: 1 laporan")
    await person.asks("1", "Riwayat")
    officer, group = world.officer(), world.group()
    await world.server.client.advance(60)
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send("Berapa lubangnya?", chat=group, reply_to=await prompt_for(officer, group))
    await person.hears("Berapa lubangnya?")
    await person.asks("1", WHETHER)
    await world.server.client.advance(60)
    await person.asks("/laporan", "Laporan saya: 1 laporan")
    await person.asks("batal", "Dibatalkan")
    await person.asks("/laporan", "Laporan saya: 1 laporan")
    await person.send("1")
    await person.until(lambda seen: sum("Riwayat" in text for text in seen.texts) == 2)


async def test_more_than_can_wait_is_told_and_the_question_stays(world: World) -> None:
    person = await agreed(world)
    await _asked(world, person)
    for number in range(12):
        await person.send(f"Titik ke-{number + 10} di depan pasar")
    await person.until(lambda seen: sum(WHETHER in text for text in seen.texts) == 12)
    await person.send("Masih ada satu lagi di utara")
    await person.hears("Pesan terakhir tidak ikut tersimpan")
    await person.until(lambda seen: sum(WHETHER in text for text in seen.texts) == 13)
    await person.tap("Ya, kirim")
    await person.hears("Diteruskan ke PUPR PRKP")
    await world.officer().hears("Titik ke-21", chat=world.group())
    assert await _statuses(world) == ["in_progress"]
