"""Files that reach others tell nothing of who made them: neither by their names nor inside."""

import json

import pytest

from sandbox import attachment
from tests import personal_files as personal
from tests.acceptance.world import World, card_of, file, prompt_for


@pytest.mark.parametrize("identity", ["Nama ditampilkan", "Anonim", "Rahasia"])
async def test_a_group_receives_files_without_names_and_metadata(
    world: World, identity: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person = await world.citizen("Warga", "Biasa")
    ticket = await file(person, identity=identity)
    await card_of(world, ticket)
    tracker = (await person.screen()).find("Laporan terkirim")
    officer, group = world.officer(), world.group()
    name = personal.FILE_NAME
    for kind, content, ending, mime in (
        ("document", personal.picture(), "jpg", "image/jpeg"),
        ("document", personal.picture("PNG"), "png", "image/png"),
        ("document", personal.pdf(), "pdf", "application/pdf"),
        ("video", personal.video(), "mp4", "video/mp4"),
    ):
        sent = {kind: attachment(content, f"{name}.{ending}", mime)}
        await person.send(**sent, reply_to=tracker.id)
    screen = await officer.until(
        lambda seen: sum(message.by_bot and message.kind in {"document", "video"} for message in seen.messages) == 4,
        chat=group,
    )
    files = [message for message in screen.messages if message.by_bot and message.kind in {"document", "video"}]
    assert {message.raw[message.kind]["file_name"] for message in files} == {"berkas.jpg", "berkas.pdf", "berkas.mp4"}
    for message in files:
        content = await world.server.client.content(message)
        assert content
        assert not [mark for mark in personal.MARKS if mark in content]
        assert bool(message.raw.get("has_protected_content")) == (identity == "Rahasia")
    said = json.dumps([call for call in await world.server.client.calls() if call["method"].startswith("send")])
    assert name not in said
    logged = capsys.readouterr()
    assert name not in logged.out + logged.err


async def test_a_file_that_cannot_be_cleaned_is_not_shown_but_told(world: World) -> None:
    person = await world.citizen("Warga", "Biasa")
    await card_of(world, await file(person))
    tracker = (await person.screen()).find("Laporan terkirim")
    locked = attachment(personal.pdf(password="rahasia"), "KTP_Siti.pdf", "application/pdf")
    await person.send(document=locked, caption="Suratnya", reply_to=tracker.id)
    officer, group = world.officer(), world.group()
    screen = await officer.until(lambda seen: "1 berkas tidak dapat ditampilkan" in seen.last.text, chat=group)
    assert any("Suratnya" in message.text for message in screen.messages)
    assert not [message for message in screen.messages if message.kind == "document"]
    told = await person.hears("tidak ditampilkan kepada petugas")
    await person.send(photo=True, caption="Ini suratnya, difoto", reply_to=told.id)
    await officer.until(
        lambda seen: any("Ini suratnya, difoto" in message.text for message in seen.messages), chat=group
    )


async def test_a_reporter_is_told_which_files_cannot_go_on(world: World) -> None:
    person = await world.citizen("Warga", "Biasa")
    await file(person)
    await person.asks("/lapor", "Langkah 1 dari 6")
    await person.send(document={"file_name": "IMG_1.HEIC", "mime_type": "image/heic"})
    await person.hears("HEIC kirimlah sebagai foto")
    await person.send(video={"file_name": "a.mp4", "mime_type": "video/mp4", "size": 21 * 1024 * 1024})
    await person.hears("paling besar 20 MB")


async def test_a_reporter_receives_an_officers_file_without_the_officers_name(world: World) -> None:
    person = await world.citizen("Warga", "Biasa")
    card = await card_of(world, await file(person))
    officer, group = world.officer(), world.group()
    await officer.tap("Tanya pelapor", chat=group, message_id=card.id)
    prompt = await prompt_for(officer, group)
    letter = attachment(personal.pdf(), f"{personal.FILE_NAME}.pdf", "application/pdf")
    await officer.send(document=letter, caption="Apakah ini suratnya?", chat=group, reply_to=prompt)
    await person.hears("Apakah ini suratnya?")
    screen = await person.until(
        lambda seen: any(message.by_bot and message.kind == "document" for message in seen.messages)
    )
    (shown,) = [message for message in screen.messages if message.by_bot and message.kind == "document"]
    assert shown.raw["document"]["file_name"] == "berkas.pdf"
    content = await world.server.client.content(shown)
    assert not [mark for mark in personal.MARKS if mark in content]
