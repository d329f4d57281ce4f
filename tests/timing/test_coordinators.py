"""What coordinators do about a late agency, as everybody sees it, and what happens to the clocks then."""

from tests.timing.world import ANI, COORDINATION, PETUGAS, PHOTO, REPORTER, ROADS, SITI, Season


async def test_an_escalated_card_offers_disposition_a_nudge_and_more_time(opened: Season) -> None:
    await opened.file()
    await opened.pass_to("2026-12-01 16:00")
    assert opened.last(COORDINATION).buttons == ("Disposisi", "Tegur", "Perpanjang")


async def test_a_nudge_stands_in_the_agencys_group_and_on_every_card(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    await opened.pass_to("2026-12-01 16:00")
    for _ in range(2):
        await opened.do(lambda desk: desk.nudge(number, ANI))
    assert opened.last(opened.group(ROADS)).text == (
        f"📣 Teguran ke-2 dari koordinator: {ticket} mohon segera ditindaklanjuti. Batasnya Jum 27 Nov 16.00."
    )
    cards = [edit for edit in opened.edits if "Ditegur 2 kali" in edit.text]
    assert {edit.chat for edit in cards} == {opened.group(ROADS), COORDINATION}
    assert all("Ditegur koordinator (Ani)" in edit.text for edit in cards)
    assert SITI not in {said.chat for said in opened.said if "Teguran" in said.text}


async def test_more_time_is_told_to_everybody_and_chased_anew(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    await opened.pass_to("2026-12-01 16:00")
    opened.said.clear()
    await opened.do(lambda desk: desk.extend(number, ANI, 3, "Petugas sedang diklat"))
    told = "sampai Jum 4 Des 16.00: Petugas sedang diklat"
    assert opened.last(SITI).text == f"📅 Batas tanggapan {ticket} diperpanjang koordinator {told}"
    assert opened.last(opened.group(ROADS)).text == f"📅 Koordinator memperpanjang batas {ticket} {told}"
    tracker = next(edit for edit in reversed(opened.edits) if edit.chat == SITI)
    assert "Ditanggapi sebelum Jum 4 Des 16.00" in tracker.text
    opened.said.clear()
    await opened.pass_to("2026-12-10 16:00")
    assert [minute for minute, _text in opened.to(opened.group(ROADS))] == ["2026-12-03 11:45", "2026-12-04 16:00"]
    assert [minute for minute, _text in opened.to(COORDINATION)] == ["2026-12-08 16:00"] * 2


async def test_a_third_reopening_is_shown_to_the_coordinators(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    for count in range(1, 4):
        await opened.do(lambda desk: desk.resolve(number, PETUGAS, "Sudah dibersihkan", [PHOTO]))
        await opened.do(lambda desk: desk.reopen(number, REPORTER, "Masih tersumbat"))
        assert bool(opened.to(COORDINATION)) is (count == 3)
    heading, card = opened.to(COORDINATION)
    assert heading[1] == f"🔁 {ticket} sudah dibuka lagi 3 kali."
    assert card[1] == f"🔧 {ticket} · Saluran air dan banjir"


async def test_an_answer_that_moves_the_clock_says_so(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    await opened.pass_to("2026-11-25 11:30")
    await opened.do(lambda desk: desk.add(number, REPORTER, "Sisi utara"))
    assert opened.last(SITI).text == (
        f"⏳ Waktu menunggu jawaban Anda tidak dihitung; batas penyelesaian {ticket} kini Rab 16 Des 10.48."
    )


async def test_an_answer_at_once_moves_nothing_and_says_nothing(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    opened.said.clear()
    before = await opened.row(number)
    opened.moment.move(seconds=59)
    await opened.do(lambda desk: desk.add(number, REPORTER, "Sisi utara"))
    after = await opened.row(number)
    assert (after.response_due, after.resolution_due) == (before.response_due, before.resolution_due)
    assert opened.to(SITI) == []
