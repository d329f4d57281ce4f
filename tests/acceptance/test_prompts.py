"""Prompts in the OPD's group: what an answer lacks is asked for again, and nothing that was brought has to be sent twice."""

import pytest
import sqlalchemy as sa

from reports import tickets
from sandbox import Person, Screen
from tests.acceptance.world import ENVIRONMENT, World, button_on, card_of, file, open_world, photo, prompt_for
from tests.conftest import Store


async def _asked(world: World, label: str, *, accepted: bool = True) -> tuple[Person, int]:
    """File a report, tap a button of its card and return the citizen and the prompt's id."""
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    await card_of(world, await file(citizen))
    if accepted:
        await officer.tap("Terima", chat=group)
        await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap(label, chat=group)
    return citizen, await prompt_for(officer, group)


def _photos(screen: Screen) -> int:
    return sum(message.kind == "photo" and message.by_bot for message in screen.messages)


async def test_a_photo_without_words_is_kept_and_only_the_words_are_asked_for(world: World) -> None:
    citizen, prompt = await _asked(world, "Selesai")
    officer, group = world.officer(), world.group()
    assert "foto bukti" in (await officer.screen(group)).find("balas pesan ini").text
    sent = await officer.send(photo=True, chat=group, reply_to=prompt)
    again = await officer.hears("tinggal penjelasannya", chat=group)
    assert tickets.find(again.text)
    assert again.reply_to == sent
    assert await prompt_for(officer, group) == again.id
    await officer.send("Sudah ditambal", chat=group, reply_to=again.id)
    push = await citizen.hears("Sudah ditambal")
    assert push.buttons == ["Sudah beres", "Belum beres"]
    await citizen.until(lambda seen: _photos(seen) == 1)


async def test_words_without_a_photo_are_kept_and_only_the_photo_is_asked_for(world: World) -> None:
    citizen, prompt = await _asked(world, "Selesai")
    officer, group = world.officer(), world.group()
    await officer.send("Sudah ditambal rata", chat=group, reply_to=prompt)
    again = await officer.hears("tinggal foto buktinya", chat=group)
    assert tickets.find(again.text)
    await officer.send(photo=True, chat=group, reply_to=again.id)
    await citizen.hears("Sudah ditambal rata")
    await citizen.until(lambda seen: _photos(seen) == 1)
    await officer.send("Sekali lagi", chat=group, reply_to=prompt)
    await officer.hears("sudah selesai", chat=group)


async def test_an_album_without_words_is_asked_about_once_and_goes_whole(world: World) -> None:
    citizen, prompt = await _asked(world, "Selesai")
    officer, group = world.officer(), world.group()
    await officer.send(album=[photo(number) for number in range(3)], chat=group, reply_to=prompt)
    await officer.hears("tinggal penjelasannya", chat=group)
    await officer.send("Tiga titik sudah ditambal", chat=group, reply_to=prompt)
    await citizen.hears("Tiga titik sudah ditambal")
    await citizen.until(lambda seen: _photos(seen) == 3)
    assert sum("tinggal penjelasannya" in text for text in (await officer.screen(group)).texts) == 1


async def test_a_photo_with_a_question_reaches_the_reporter(world: World) -> None:
    citizen, prompt = await _asked(world, "Tanya pelapor", accepted=False)
    await world.officer().send(photo=True, caption="Lubang yang ini?", chat=world.group(), reply_to=prompt)
    question = await citizen.hears("bertanya tentang")
    assert "Lubang yang ini?" in question.text
    assert _photos(await citizen.screen()) == 1
    assert [row["status"] for row in await world.reports()] == ["waiting_reporter"]


async def test_a_reason_too_short_is_asked_for_again_and_either_prompt_takes_it(world: World) -> None:
    officer, group = world.officer(), world.group()
    _, prompt = await _asked(world, "Tidak dapat", accepted=False)
    await officer.send("x", chat=group, reply_to=prompt)
    again = await officer.hears("Tulis alasannya", chat=group)
    await officer.send("Jalan ini milik provinsi", chat=group, reply_to=again.id)
    await officer.until(lambda seen: "Menunggu persetujuan koordinator" in "".join(seen.texts), chat=group)
    await officer.send("Masih ada alasan lain", chat=group, reply_to=prompt)
    await officer.hears("sudah selesai", chat=group)


async def test_a_reason_with_a_photo_says_that_only_the_words_go(world: World) -> None:
    officer, group = world.officer(), world.group()
    _, prompt = await _asked(world, "Tidak dapat", accepted=False)
    await officer.send(photo=True, caption="Jalan ini milik provinsi", chat=group, reply_to=prompt)
    await officer.hears("hanya alasannya", chat=group)
    assert (await world.reports())[0]["proposal"] == "cannot_act"


@pytest.mark.parametrize("word", ["batal", "Batal", "/batal"])
async def test_a_prompt_can_be_called_off(world: World, word: str) -> None:
    officer, group = world.officer(), world.group()
    citizen, prompt = await _asked(world, "Tanya pelapor", accepted=False)
    await officer.send(word, chat=group, reply_to=prompt)
    await officer.hears("Dibatalkan", chat=group)
    await officer.send("Sejak kapan?", chat=group, reply_to=prompt)
    await officer.hears("sudah selesai", chat=group)
    assert not [text for text in (await citizen.screen()).texts if "bertanya" in text]
    assert [row["status"] for row in await world.reports()] == ["submitted"]


async def test_a_command_in_reply_to_a_prompt_or_card_is_a_command(world: World) -> None:
    officer, group = world.officer(), world.group()
    citizen, prompt = await _asked(world, "Tanya pelapor", accepted=False)
    await officer.send("/antrean", chat=group, reply_to=prompt)
    await officer.hears("Antrean PUPR PRKP", chat=group)
    card = (await officer.screen(group)).find("Tanggapi sebelum")
    await officer.send("/saya", chat=group, reply_to=card.id)
    await officer.hears("tidak sedang memegang", chat=group)
    await officer.send("/apaini", chat=group, reply_to=prompt)
    await officer.hears("/bantuan", chat=group)
    assert not [text for text in (await citizen.screen()).texts if "bertanya" in text]
    await officer.send("Sejak kapan?", chat=group, reply_to=prompt)
    await citizen.hears("Sejak kapan?")


async def test_a_program_is_passed_on_neither_in_an_answer_nor_in_a_reply(world: World) -> None:
    officer, group = world.officer(), world.group()
    _, prompt = await _asked(world, "Tanya pelapor", accepted=False)
    program = {"file_name": "alat.exe", "mime_type": "application/x-msdownload"}
    await officer.send(document=program, caption="Buka ini", chat=group, reply_to=prompt)
    await officer.hears("tidak dapat diteruskan", chat=group)
    card = (await officer.screen(group)).find("Tanggapi sebelum")
    await officer.send(document=program, chat=group, reply_to=card.id)
    await officer.hears("tidak dapat diteruskan", chat=group)
    assert button_on(await officer.screen(group), "Kirim ke pelapor") is None


async def test_a_refused_day_is_asked_for_again(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    await card_of(world, await file(citizen))
    await officer.tap("Terima", chat=group)
    for label in ("Janji tanggal", "Tulis tanggal"):
        await officer.until(lambda seen, label=label: button_on(seen, label), chat=group)
        await officer.tap(label, chat=group)
    await officer.send("kapan-kapan", chat=group, reply_to=await prompt_for(officer, group))
    again = await officer.hears("belum dikenali", chat=group)
    await officer.send("minggu", chat=group, reply_to=again.id)
    again = await officer.hears("bukan hari kerja", chat=group)
    await officer.send("3 hari kerja lagi", chat=group, reply_to=again.id)
    await citizen.hears("berjanji menyelesaikan")


async def test_a_reply_too_long_is_refused_before_anything_is_offered(world: World) -> None:
    officer, group = world.officer(), world.group()
    card = await card_of(world, await file(await world.citizen()))
    await officer.send("a" * 3_001, chat=group, reply_to=card.id)
    await officer.hears("terlalu panjang", chat=group)
    assert button_on(await officer.screen(group), "Kirim ke pelapor") is None


async def test_a_reply_that_was_corrected_goes_as_corrected(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(citizen))
    sent = await officer.send("Tim datang Sinin", chat=group, reply_to=card.id)
    await officer.hears("Kirim balasan ini", chat=group)
    await officer.send("Tim datang Senin", chat=group, edit=sent)
    await officer.tap("Kirim ke pelapor", chat=group)
    await citizen.hears("Tim datang Senin")
    assert not [text for text in (await citizen.screen()).texts if "Sinin" in text]


async def test_a_reply_to_the_offer_is_offered_too(world: World) -> None:
    citizen, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(citizen))
    await officer.send("Tim datang Senin", chat=group, reply_to=card.id)
    first = await officer.hears("Kirim balasan ini", chat=group)
    sent = await officer.send("Atau Selasa pagi", chat=group, reply_to=first.id)
    second = await officer.hears("Kirim balasan ini", chat=group)
    assert second.reply_to == sent
    await officer.tap("Kirim ke pelapor", chat=group, message_id=second.id)
    await citizen.hears("Atau Selasa pagi")


async def test_the_second_rerouting_says_beforehand_that_the_coordinators_decide(world: World) -> None:
    await card_of(world, ticket := await file(await world.citizen()))
    for code, to in (("DPUPR-PRKP", "DLHP"), (ENVIRONMENT, "PUPR PRKP")):
        officer, group = world.officer(code), world.group(code)
        await card_of(world, ticket, code)
        await officer.tap("Alihkan", chat=group)
        await officer.until(lambda seen, to=to: button_on(seen, to), chat=group)
        await officer.tap(to, chat=group)
        prompt = await prompt_for(officer, group)
        told = next(message.text for message in (await officer.screen(group)).messages if message.id == prompt)
        assert ("Koordinator (pengalihan kedua; usulan: PUPR PRKP)" in told) is (code == ENVIRONMENT)
        await officer.send("Bukan urusan kami", chat=group, reply_to=prompt)


@pytest.mark.parametrize("data", ["c1:bogus:1:-", "c1:days:1:999999999", "c1:days:1:²", "c1:to:1:NOPE", "zzz"])
async def test_a_forged_button_of_a_card_is_said_to_be_no_longer_valid(world: World, data: str) -> None:
    officer, group = world.officer(), world.group()
    card = await card_of(world, await file(await world.citizen()))
    await officer.tap("Terima", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    tap = await officer.tap(data=data, chat=group, message_id=card.id, forged=True)
    assert "tidak berlaku" in (await tap.answer())["text"]
    assert (await world.reports())[0]["promised_for"] is None


async def test_where_replies_are_direct_they_reach_the_reporter_at_once(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url) as world:
        await world.stop()
        direct = world.settings.officers.model_copy(update={"reply": "direct"})
        world.settings = world.settings.model_copy(update={"officers": direct})
        await world.start()
        citizen, officer, group = await world.citizen(), world.officer(), world.group()
        card = await card_of(world, await file(citizen))
        await officer.send("Tim berangkat pagi ini", chat=group, reply_to=card.id)
        await citizen.hears("Tim berangkat pagi ini")
        await officer.send(album=[photo(1, "Sudah di lokasi"), photo(2)], chat=group, reply_to=card.id)
        await citizen.hears("Sudah di lokasi")
        await citizen.until(lambda seen: _photos(seen) == 2)
        assert button_on(await officer.screen(group), "Kirim ke pelapor") is None


@pytest.mark.parametrize("place", [0, 1])
async def test_an_answer_to_either_copy_of_a_prompt_is_the_act_and_goes_to_nobody_as_a_reply(
    place: int, sqlite_store: Store
) -> None:
    """The answer to the first send is lost, so that the bot never learns the first copy's id."""
    async with open_world(sqlite_store.url) as world:
        await world.stop()
        direct = world.settings.officers.model_copy(update={"reply": "direct"})
        world.settings = world.settings.model_copy(update={"officers": direct})
        await world.start()
        citizen, officer, group = await world.citizen(), world.officer(), world.group()
        await card_of(world, await file(citizen))
        await world.server.client.fault(
            "drop_after", count=1, methods=["sendMessage"], chats=[group.id], description="the prompt"
        )
        await officer.tap("Alihkan", chat=group)
        await officer.until(lambda seen: button_on(seen, "Kembalikan ke koordinator"), chat=group)
        await officer.tap("Kembalikan ke koordinator", chat=group)
        asking = "balas pesan ini"
        seen = await officer.until(lambda seen: sum(asking in text for text in seen.texts) == 2, chat=group)
        copies = [message.id for message in seen.messages if asking in message.text]
        await officer.send("Pelapor ini salah alamat", chat=group, reply_to=copies[place])
        await citizen.hears("dicarikan OPD yang tepat")
        assert [row["lead"] for row in await world.reports()] == [None]
        assert not any("salah alamat" in text for text in (await citizen.screen()).texts)


async def test_what_is_written_while_the_photo_is_awaited_stays_inside(world: World) -> None:
    citizen, prompt = await _asked(world, "Selesai")
    officer, group = world.officer(), world.group()
    await officer.send("Sudah ditambal rata", chat=group, reply_to=prompt)
    again = await officer.hears("tinggal foto buktinya", chat=group)
    chatter = await officer.send("gak ada foto mas", chat=group, reply_to=again.id)
    inside = await officer.hears("menjadi catatan internal", chat=group)
    assert inside.reply_to == chatter
    assert await prompt_for(officer, group) == inside.id
    assert await _events(world, "noted") == ["gak ada foto mas"]
    assert await _events(world, "resolved") == []
    await officer.send(photo=True, chat=group, reply_to=inside.id)
    push = await citizen.hears("Sudah ditambal rata")
    assert "gak ada foto" not in push.text
    assert await _events(world, "resolved") == ["Sudah ditambal rata"]
    assert not any("gak ada foto" in text for text in (await citizen.screen()).texts)


async def test_an_officer_may_say_that_the_explanation_is_another_one(world: World) -> None:
    citizen, prompt = await _asked(world, "Selesai")
    officer, group = world.officer(), world.group()
    await officer.send("Sudah ditambal", chat=group, reply_to=prompt)
    await officer.hears("tinggal foto buktinya", chat=group)
    await officer.send("Ganti: Baru separuh yang ditambal", chat=group, reply_to=prompt)
    await officer.until(lambda seen: sum("tinggal foto buktinya" in text for text in seen.texts) == 2, chat=group)
    await officer.send(photo=True, chat=group, reply_to=prompt)
    push = await citizen.hears("Baru separuh yang ditambal")
    assert "anti:" not in push.text
    assert await _events(world, "resolved") == ["Baru separuh yang ditambal"]
    assert await _events(world, "noted") == []


async def test_a_report_that_was_resolved_meanwhile_takes_no_chatter(world: World) -> None:
    _, prompt = await _asked(world, "Selesai")
    officer, other, group = world.officer(), world.officer(number=1), world.group()
    await officer.send("Sudah ditambal", chat=group, reply_to=prompt)
    await officer.hears("tinggal foto buktinya", chat=group)
    await other.tap("Selesai", chat=group)
    theirs = await prompt_for(other, group)
    await other.send(photo=True, caption="Sudah rata", chat=group, reply_to=theirs)
    await officer.until(lambda seen: not button_on(seen, "Selesai"), chat=group)
    await officer.send("gak ada foto mas", chat=group, reply_to=prompt)
    await officer.hears("sudah selesai oleh", chat=group)
    assert await _events(world, "noted") == []


async def _events(world: World, kind: str) -> list[object]:
    """Return the words of a report's events of one kind."""
    assert world.app is not None
    query = sa.text("SELECT text FROM report_event WHERE kind = :kind ORDER BY id")
    async with world.app.database.reading() as reading:
        return list((await reading.session.execute(query, {"kind": kind})).scalars())
