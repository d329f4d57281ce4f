"""Asking reporters: what is recalled, at which minute, when silence is an end, and who is left in peace."""

import pytest
import sqlalchemy as sa

from reports.desk import Filing
from reports.filing.attachments import Attachment
from reports.places import Place
from storage.tables import (
    AttachmentKind,
    Closing,
    Identity,
    ReportAttachment,
    Status,
)
from tests.timing.world import COORDINATION, PETUGAS, PHOTO, REPORTER, ROADS, SITI, STORY, Season


async def resolved(opened: Season) -> int:
    number = await opened.file()
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    await opened.do(lambda desk: desk.resolve(number, PETUGAS, "Sudah ditambal", [PHOTO]))
    return number


async def test_a_question_is_recalled_twice_and_then_the_report_is_closed_as_silent(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    opened.said.clear()
    await opened.pass_to("2027-03-01 08:00")
    assert opened.to(SITI) == [
        ("2026-11-26 08:12", f"⏰ PUPR PRKP masih menunggu jawaban Anda tentang {ticket}:"),
        ("2026-11-29 08:12", f"⏰ PUPR PRKP masih menunggu jawaban Anda tentang {ticket}:"),
        (
            "2026-12-08 16:00",
            f"🏁 {ticket} ditutup: tidak ada jawaban atas pertanyaan PUPR PRKP. "
            "Bila masih ada masalah, silakan lapor lagi.",
        ),
    ]
    assert "Sebelah mana?" in next(said for said in opened.said if said.chat == SITI).text
    assert opened.to(opened.group(ROADS)) == opened.to(COORDINATION) == []
    row = await opened.row(number)
    assert (row.status, row.closing) == (Status.CLOSED, Closing.SILENT)
    assert "Ditutup: tidak ada jawaban pelapor" in opened.edits[-2].text + opened.edits[-1].text


async def test_what_an_agency_says_meanwhile_is_not_taken_for_its_question(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    await opened.do(lambda desk: desk.reply(number, PETUGAS, "Petugas kami ke sana besok"))
    opened.said.clear()
    await opened.pass_to("2026-11-27 08:00")
    (recalled,) = [said for said in opened.said if said.chat == SITI]
    assert "Sebelah mana?" in recalled.text
    assert "besok" not in recalled.text


async def test_is_it_fixed_is_asked_again_closed_as_silent_and_looked_at_after_four_weeks(opened: Season) -> None:
    number = await resolved(opened)
    ticket = (await opened.row(number)).ticket
    opened.said.clear()
    await opened.pass_to("2027-03-01 08:00")
    told = opened.to(SITI)
    assert [minute for minute, _text in told] == [
        "2026-11-27 08:12", "2026-12-01 08:12", "2026-12-08 16:00", "2027-01-05 16:00",
    ]  # fmt: skip
    assert told[2][1].startswith(f"🏁 {ticket} ditutup: tidak ada jawaban apakah sudah beres.")
    assert [said.buttons for said in opened.said if said.chat == SITI and said.buttons] == [
        ("Sudah beres", "Belum beres"), ("Sudah beres", "Belum beres"), ("Buat laporan",), ("Masih baik", "Rusak lagi"),
    ]  # fmt: skip
    photo = next(said for said in opened.said if said.chat == SITI and said.method == "sendPhoto")
    assert photo.minute == "2027-01-05 16:00"
    assert "📍 Tanpa lokasi" in opened.last(SITI).text
    row = await opened.row(number)
    assert (row.status, row.closing, row.stars) == (Status.CLOSED, Closing.SILENT, None)


async def test_a_confirmed_repair_is_looked_at_again_once(opened: Season) -> None:
    number = await resolved(opened)
    await opened.do(lambda desk: desk.confirm(number, REPORTER))
    opened.said.clear()
    await opened.pass_to("2027-06-01 08:00")
    assert [minute for minute, _text in opened.to(SITI)] == ["2026-12-22 08:12"]
    await opened.do(lambda desk: desk.recheck(number, REPORTER, good=False))
    assert "rusak lagi" in opened.last(opened.group(ROADS)).text


@pytest.mark.parametrize("repair", ["after", None], ids=["repaired", "own"])
async def test_still_good_shows_the_same_photo_and_place(opened: Season, repair: str | None) -> None:
    """The photo that showed the repair; the reporter's own where the category asked for none at the time."""
    before = Attachment(AttachmentKind.PHOTO, "before", "unique")
    square = Place(latitude=-6.8976, longitude=112.0649, address="Alun-alun <Tuban>")
    filing = Filing(REPORTER, STORY, "drainase_banjir", square, [before], Identity.NAMED)
    number = (await opened.do(lambda desk: desk.file(filing))).id or 0
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    shown = [Attachment(AttachmentKind.PHOTO, repair or "later", "another")]
    await opened.do(lambda desk: desk.resolve(number, PETUGAS, "Sudah dibersihkan", shown))
    await opened.do(lambda desk: desk.confirm(number, REPORTER))
    if repair is None:
        async with opened.database.transaction(opened.moment.now()) as transaction:
            event = sa.delete(ReportAttachment).where(sa.column("file_id") == "later")
            await transaction.session.execute(event)
    opened.said.clear()
    await opened.pass_to("2026-12-22 08:12")
    photo, question = (said.payload for said in opened.said if said.chat == SITI)
    assert photo["photo"] == (repair or "before")
    place = question["text"].split("\n")[1]
    assert place.startswith('📍 Alun-alun &lt;Tuban&gt; (<a href="https://www.google.com/maps/')
    assert "-6.897600,112.064900" in place


async def test_whoever_wants_no_reminders_hears_only_of_changes(opened: Season) -> None:
    await resolved(opened)
    async with opened.database.transaction(opened.moment.now()) as transaction:
        await transaction.people.mute(REPORTER, muted=True)
    opened.said.clear()
    await opened.pass_to("2027-03-01 08:00")
    assert [text[:2] for _minute, text in opened.to(SITI)] == ["🏁 "]


async def test_a_person_who_has_left_is_not_written_to_and_the_clock_goes_on(opened: Season) -> None:
    number = await resolved(opened)
    async with opened.database.transaction(opened.moment.now()) as transaction:
        await transaction.people.unreachable(SITI)
    opened.said.clear()
    await opened.pass_to("2027-03-01 08:00")
    assert opened.to(SITI) == []
    assert (await opened.row(number)).closing is Closing.SILENT


async def test_an_answer_in_time_stops_the_end_and_chases_again(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    await opened.pass_to("2026-12-08 15:59")
    await opened.do(lambda desk: desk.add(number, REPORTER, "Sisi utara"))
    await opened.pass_to("2026-12-08 16:30")
    assert (await opened.row(number)).status is Status.IN_PROGRESS
    opened.said.clear()
    await opened.pass_to("2027-01-31 12:00")
    assert "melewati batas penyelesaian" in " ".join(text for _minute, text in opened.to(opened.group(ROADS)))


async def test_a_reopened_report_is_asked_about_anew(opened: Season) -> None:
    number = await resolved(opened)
    await opened.pass_to("2026-11-27 09:00")
    await opened.do(lambda desk: desk.reopen(number, REPORTER, "Masih berlubang"))
    await opened.do(lambda desk: desk.resolve(number, PETUGAS, "Ditambal lagi", [PHOTO]))
    opened.said.clear()
    await opened.pass_to("2026-12-05 09:00")
    assert [minute for minute, _text in opened.to(SITI)] == ["2026-11-30 09:00", "2026-12-04 09:00"]
