"""Many reports at once for one agency: all before its eyes within a minute, none refused, every button works."""

from storage.tables import Role, Status
from tests.sending.desk import Desk


async def test_a_hundred_and_fifty_reports_in_a_minute_are_all_seen_within_a_minute(desk: Desk) -> None:
    post, waits, filed = desk.post, {}, 0

    async def each() -> None:
        nonlocal filed
        if filed < 150 and post.clock.monotonic() - start >= filed * 0.4:
            await desk.file(filed + 1)
            filed += 1
        if post.clock.monotonic() % 2 < 0.25:
            text = "\n".join((await desk.screen()).texts)
            waits.update(
                {t: post.clock.monotonic() - at for t, at in desk.filed.items() if t not in waits and t in text}
            )

    start = post.clock.monotonic()
    while len(waits) < 150 and post.clock.monotonic() - start < 180:
        await post.pass_time(0.25, each=each)
    print(f"\nlast seen after {max(waits.values()):.1f} s, {len((await desk.screen()).messages)} messages")
    assert len(waits) == 150
    assert max(waits.values()) <= 60
    assert post.refusals == 0
    combined = [message for message in (await desk.screen()).messages if "datang bersamaan" in message.text]
    assert combined
    offered = [label for message in (await desk.screen()).messages for label in message.buttons]
    in_combined = {label for message in combined for label in message.buttons}
    single = {
        ticket
        for ticket in desk.filed
        for message in (await desk.screen()).messages
        if ticket in message.text and "Terima" in message.buttons
    }
    assert in_combined | single == set(desk.filed)
    assert not in_combined & single
    assert len([label for label in offered if label in desk.filed]) == len(in_combined)


async def test_what_happens_to_a_report_shows_on_its_combined_card_and_no_single_card_comes(desk: Desk) -> None:
    post = desk.post
    for number in range(1, 41):
        await desk.file(number)
    await post.until_idle()
    combined = [message for message in (await desk.screen()).messages if "datang bersamaan" in message.text]
    ticket = combined[0].buttons[0]
    before = len((await desk.screen()).messages)
    await post.pass_time(61)
    await desk.change(ticket, Status.IN_PROGRESS)
    await post.until_idle()
    screen = await desk.screen()
    assert len(screen.messages) == before
    shown = next(message for message in screen.messages if message.id == combined[0].id)
    line = next(line for line in shown.text.splitlines() if ticket in line)
    assert "Petugas Satu" in line
    assert ticket in shown.buttons
    await desk.change(ticket, Status.CLOSED)
    await post.until_idle()
    shown = next(message for message in (await desk.screen()).messages if message.id == combined[0].id)
    assert ticket not in shown.buttons
    assert post.refusals == 0


async def test_a_few_reports_stay_single(desk: Desk) -> None:
    for number in range(1, 11):
        await desk.file(number)
    await desk.post.until_idle()
    screen = await desk.screen()
    assert len([message for message in screen.messages if "Terima" in message.buttons]) == 10


async def test_a_gathered_report_has_no_card_of_its_own_and_the_combined_one_belongs_to_none(desk: Desk) -> None:
    for number in range(1, 41):
        await desk.file(number)
    await desk.post.until_idle()
    combined = next(message for message in (await desk.screen()).messages if "datang bersamaan" in message.text)
    async with desk.post.database.reading() as reading:
        link = await reading.links.by_message(desk.group.id, combined.id)
        assert link is not None
        assert link.report_id is None
        assert link.purpose == {"gathered": True}
        report = await reading.reports.by_ticket(combined.buttons[0])
        assert report is not None
        assert report.id is not None
        assert await reading.links.newest(report.id, Role.CARD) is None
        assert [card.chat_id for card in await reading.combined_cards.showing(report.id)] == [desk.group.id]


async def test_somebody_who_taps_in_a_flooded_group_does_not_wait_behind_the_cards(desk: Desk) -> None:
    for number in range(1, 13):
        await desk.file(number)
    await desk.post.pass_time(1)
    for number in range(13, 60):
        await desk.file(number)
    await desk.post.put("sendMessage", desk.group.id, text="pertanyaan untuk pelapor")
    await desk.post.pass_time(0.5)
    assert "pertanyaan untuk pelapor" in (await desk.screen()).texts


async def test_a_card_whose_photo_is_in_the_group_already_is_not_combined(desk: Desk) -> None:
    photo = await desk.photo()
    await desk.post.fault("latency_after", seconds=1.0, methods=["sendPhoto"])
    await desk.file(1, photo)
    for number in range(2, 22):
        await desk.file(number)
    await desk.post.until_idle()
    messages = (await desk.screen()).messages
    assert any("datang bersamaan" in message.text for message in messages)
    (shown,) = [message for message in messages if message.kind == "photo"]
    (card,) = [message for message in messages if "TBN-26-000001-X" in f"{message.text}{message.buttons}"]
    assert card.raw["reply_to_message"]["message_id"] == shown.id
