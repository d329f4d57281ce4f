"""What reporters wrote reaches the agency whole, and of a confidential report always covered."""

from sandbox import attachment
from tests import personal_files as personal
from tests.acceptance.world import POTHOLE, TOWN, World, agreed, button_on, card_of, file, photo, prompt_for

HOLE = "🕳"
MARK = "Sumurqx"


async def test_a_story_of_emoji_arrives_whole(world: World) -> None:
    """Telegram counts UTF-16 units, of which an emoji has two: a story in two pieces fills more than two messages."""
    siti = await agreed(world, first="Siti")
    for piece in (f"{POTHOLE} {HOLE * 1_700}", HOLE * 1_700):
        await siti.send(piece)
    await siti.until(lambda seen: "2 pesan tersimpan" in seen.last.text)
    await siti.tap("Buat laporan")
    await siti.asks("1", "Langkah 3 dari 6")
    await siti.send(location=TOWN)
    await siti.hears("Langkah 4 dari 6")
    await siti.asks("lewati", "Langkah 5 dari 6")
    await siti.asks("Anonim", "Langkah 6 dari 6")
    await siti.asks("kirim", "Laporan terkirim")
    officer, group = world.officer(), world.group()
    await officer.until(
        lambda seen: sum(message.text.count(HOLE) for message in seen.messages) == 3_400, chat=group, timeout=10
    )


async def test_an_addition_of_emoji_arrives_whole(world: World) -> None:
    siti = await world.citizen()
    ticket = await file(siti)
    await card_of(world, ticket)
    receipt = (await siti.screen()).find(ticket)
    await siti.send(HOLE * 2_000, reply_to=receipt.id)
    officer, group = world.officer(), world.group()
    await officer.until(
        lambda seen: sum(message.text.count(HOLE) for message in seen.messages) == 2_000, chat=group, timeout=10
    )


async def test_nothing_a_confidential_reporter_wrote_is_seen_without_a_tap(world: World) -> None:
    siti, officer, group = await world.citizen(), world.officer(), world.group()
    ticket = await file(
        siti, story=f"{POTHOLE} {MARK} " + "Lubang dalam sekali, tolong. " * 110 + MARK, identity="Rahasia"
    )
    card = await card_of(world, ticket)
    receipt = (await siti.screen()).find(ticket)
    added = await siti.send(f"Tambahan {MARK} di sisi utara", reply_to=receipt.id)
    await officer.hears("sisi utara", chat=group)
    await siti.send(f"Ralat {MARK} di sisi selatan", edit=added)
    await officer.hears("sisi selatan", chat=group)
    await officer.tap("Terima", chat=group, message_id=card.id)
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    await officer.send("Sebelah mana?", chat=group, reply_to=await prompt_for(officer, group))
    question = await siti.hears("Sebelah mana")
    await siti.send(f"Jawaban {MARK} dekat masjid", reply_to=question.id)
    await officer.hears("dekat masjid", chat=group)
    await siti.send(photo=True, caption=f"Foto {MARK} dari timur", reply_to=receipt.id)
    await officer.hears("dari timur", chat=group)
    letter = attachment(personal.pdf(), "surat.pdf", "application/pdf")
    await siti.send(document=letter, caption=f"Surat {MARK} dari desa", reply_to=receipt.id)
    await officer.until(lambda seen: any(message.kind == "document" for message in seen.messages), chat=group)
    await siti.send(album=[photo(1, f"Album {MARK} satu"), photo(2, f"Album {MARK} dua")], reply_to=receipt.id)
    await officer.hears("dua", chat=group)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group, message_id=card.id)
    prompt = await officer.until(lambda seen: seen.force_reply, chat=group)
    await officer.send(photo=True, caption="Sudah ditambal", chat=group, reply_to=prompt.force_reply)
    await siti.hears("Sudah ditambal")
    await siti.tap("Belum beres")
    await siti.hears("belum beres")
    await siti.send(photo=True, caption=f"Masih {MARK} rusak di barat")
    await officer.hears("rusak di barat", chat=group)
    await officer.send(f"/laporan {ticket}", chat=group)
    await officer.until(lambda seen: sum(POTHOLE in message.text for message in seen.messages) == 2, chat=group)
    shown = [message for message in (await officer.screen(group)).messages if MARK in message.text]
    assert len(shown) >= 9
    for message in shown:
        assert _covered(message), message.text


def _covered(message: object) -> bool:
    """Tell whether every mark in a message lies under a spoiler."""
    text = message.text.encode("utf-16-le")  # type: ignore[attr-defined]
    spoilers = [item for item in message.view["entities"] if item["type"] == "spoiler"]  # type: ignore[attr-defined]
    places, at = [], text.find(MARK.encode("utf-16-le"))
    while at >= 0:
        places.append(at // 2)
        at = text.find(MARK.encode("utf-16-le"), at + 2)
    return all(any(s["offset"] <= place < s["offset"] + s["length"] for s in spoilers) for place in places)


async def test_words_under_a_photo_are_words_at_every_step(world: World) -> None:
    siti = await agreed(world, first="Siti")
    await siti.asks("/lapor", "Langkah 1 dari 6")
    await siti.asks(POTHOLE, "Langkah 2 dari 6")
    await siti.asks("1", "Langkah 3 dari 6")
    await siti.send(location=TOWN)
    await siti.hears("Langkah 4 dari 6")
    await siti.send(photo=True, caption="KORBAN LUKA di rumah nomor 12")
    await siti.hears("1 foto")
    await siti.send(
        document=attachment(b"MZ", "daftar.exe", "application/x-msdownload"), caption="Plat motor S 1234 AB"
    )
    await siti.hears("daftar.exe")
    await siti.asks("lanjut", "Langkah 5 dari 6")
    await siti.asks("Anonim", "Langkah 6 dari 6")
    changed = await siti.send(photo=True, caption="Foto kedua: lubangnya")
    await siti.hears("2 foto")
    await siti.send(photo=True, caption="Foto kedua: lubang dalam sekali", edit=changed)
    await siti.until(lambda seen: "lubang dalam sekali" in seen.last.text)
    await siti.asks("kirim", "Laporan terkirim")
    officer, group = world.officer(), world.group()
    card = (await officer.hears(POTHOLE, chat=group)).text
    for words in ("KORBAN LUKA di rumah nomor 12", "Plat motor S 1234 AB", "lubang dalam sekali"):
        assert words in card


async def test_words_under_each_item_of_an_album_reach_the_reporter(world: World) -> None:
    siti, officer, group = await world.citizen(), world.officer(), world.group()
    card = await card_of(world, await file(siti))
    await officer.tap("Terima", chat=group, message_id=card.id)
    await officer.until(lambda seen: button_on(seen, "Selesai"), chat=group)
    await officer.tap("Selesai", chat=group, message_id=card.id)
    prompt = await prompt_for(officer, group)
    await officer.send("Lubang sudah ditambal.", chat=group, reply_to=prompt)
    again = await officer.until(lambda seen: seen.force_reply not in {None, prompt}, chat=group)
    await officer.send(photo=True, caption="Aspal masih basah.", chat=group, reply_to=again.force_reply)
    said = await siti.hears("Aspal masih basah")
    assert "Lubang sudah ditambal" in said.text


async def test_an_album_that_answers_a_question_stays_one_album(world: World) -> None:
    siti, officer, group = await world.citizen(), world.officer(), world.group()
    await card_of(world, await file(siti))
    await officer.tap("Tanya pelapor", chat=group)
    await officer.send("Sebelah mana?", chat=group, reply_to=await prompt_for(officer, group))
    question = await siti.hears("Sebelah mana?")
    await siti.send(album=[photo(1), photo(2)], reply_to=question.id)
    seen = await officer.until(lambda seen: sum(m.view["kind"] == "photo" for m in seen.messages) == 2, chat=group)
    albums = {message.view.get("album") for message in seen.messages if message.view["kind"] == "photo"}
    assert len(albums) == 1
    assert None not in albums
