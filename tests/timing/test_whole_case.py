"""Whole cases: every message of every chat at its minute, over a Lebaran week and a year's end; killing changes nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.timing.reminding import Reminding
from handlers.due_work import DueWork
from storage.tables import Closing, Status
from tests.conftest import Store
from tests.timing.world import ANI, COORDINATION, LEADERSHIP, PETUGAS, PHOTO, REPORTER, ROADS, SITI, Season, season, wib

Play = Callable[[Season, int], Awaitable[None]]

LEBARAN_STARTS, YEAR_END_STARTS = "2026-03-17 15:59", "2026-12-22 15:30"

LEBARAN = """
03-17 15:59 OPD         (foto)
03-17 15:59 OPD         🆕 T · Saluran air dan banjir [Terima|Tanya pelapor|Alihkan|Tidak dapat]
03-17 15:59 pelapor     Laporan terkirim. Nomor: T [Lihat status|Bagikan]
03-25 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 25 Mar 2026 [T]
03-26 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 26 Mar 2026 [T]
03-26 11:45 OPD         ⏳ T · Saluran air dan banjir belum ditanggapi; batasnya Jum 27 Mar 16.00.
03-27 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Jum 27 Mar 2026 [T]
03-27 16:00 OPD         🔴 T · Saluran air dan banjir melewati batas tanggapan (Jum 27 Mar 16.00).
03-30 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 30 Mar 2026 [T]
03-30 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
03-31 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sel 31 Mar 2026 [T]
03-31 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
03-31 16:00 koordinator 🚨 T belum ditanggapi PUPR PRKP selama 5 hari kerja.
03-31 16:00 koordinator (foto)
03-31 16:00 koordinator 🆕 T · Saluran air dan banjir [Disposisi|Tegur|Perpanjang]
03-31 16:30 OPD         📣 Teguran ke-1 dari koordinator: T mohon segera ditindaklanjuti. Batasnya Jum 27 Mar 16.00.
03-31 16:30 OPD         📅 Koordinator memperpanjang batas T sampai Sen 6 Apr 16.00: Petugas cuti bersama
03-31 16:30 pelapor     📅 Batas tanggapan T diperpanjang koordinator sampai Sen 6 Apr 16.00: Petugas cuti bersama
04-01 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 1 Apr 2026 [T]
04-01 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-02 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 2 Apr 2026 [T]
04-02 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-02 11:45 OPD         ⏳ T · Saluran air dan banjir belum ditanggapi; batasnya Sen 6 Apr 16.00.
04-06 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 6 Apr 2026 [T]
04-06 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-06 09:00 pelapor     ✋ T diterima oleh PUPR PRKP. Diselesaikan paling lambat Sel 14 Apr 16.00.
04-06 09:00 pelapor     ❓ PUPR PRKP bertanya tentang T: [Jawab]
04-07 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sel 7 Apr 2026 [T]
04-08 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 8 Apr 2026 [T]
04-08 09:00 pelapor     ⏰ PUPR PRKP masih menunggu jawaban Anda tentang T: [Jawab]
04-09 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 9 Apr 2026 [T]
04-09 10:00 OPD         💬 Jawaban pelapor T:
04-09 10:00 pelapor     ⏳ Waktu menunggu jawaban Anda tidak dihitung; batas penyelesaian T kini Sen 20 Apr 08.30.
04-09 10:00 pelapor     🤝 PUPR PRKP berjanji menyelesaikan T paling lambat Kam 16 Apr 16.00.
04-15 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-16 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 16 Apr 2026 [T]
04-16 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
04-16 16:00 OPD         🔴 T · Saluran air dan banjir: janji selesai Kam 16 Apr 16.00 sudah tiba.
04-16 17:00 pelapor     (foto)
04-16 17:00 pelapor     ✅ T dinyatakan selesai oleh PUPR PRKP: [Sudah beres|Belum beres]
04-19 17:00 pelapor     ⏰ T dinyatakan selesai oleh PUPR PRKP. Apakah sudah beres? [Sudah beres|Belum beres]
04-23 17:00 pelapor     ⏰ T dinyatakan selesai oleh PUPR PRKP. Apakah sudah beres? [Sudah beres|Belum beres]
05-04 16:00 pelapor     🏁 T ditutup: tidak ada jawaban apakah sudah beres. Bila belum beres, silakan lapor lagi. [Buat laporan]
06-01 16:00 pelapor     (foto)
06-01 16:00 pelapor     🔎 T diselesaikan PUPR PRKP empat minggu lalu. Masih baik? [Masih baik|Rusak lagi]
"""

YEAR_END = """
12-22 15:30 OPD         (foto)
12-22 15:30 OPD         🆕 T · Saluran air dan banjir [Terima|Tanya pelapor|Alihkan|Tidak dapat]
12-22 15:30 pelapor     Laporan terkirim. Nomor: T [Lihat status|Bagikan]
12-23 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 23 Des 2026 [T]
12-28 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 28 Des 2026 [T]
12-28 11:45 OPD         ⏳ T · Saluran air dan banjir belum ditanggapi; batasnya Sel 29 Des 16.00.
12-29 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sel 29 Des 2026 [T]
12-29 16:00 OPD         🔴 T · Saluran air dan banjir melewati batas tanggapan (Sel 29 Des 16.00).
12-30 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 30 Des 2026 [T]
12-30 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
12-31 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 31 Des 2026 [T]
12-31 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
12-31 16:00 koordinator 🚨 T belum ditanggapi PUPR PRKP selama 5 hari kerja.
12-31 16:00 koordinator (foto)
12-31 16:00 koordinator 🆕 T · Saluran air dan banjir [Disposisi|Tegur|Perpanjang]
01-04 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 4 Jan 2027 [T]
01-04 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
01-06 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 6 Jan 2027 [T]
01-06 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
01-06 16:00 pimpinan    🚨 T · Saluran air dan banjir belum ditanggapi PUPR PRKP selama 7 hari kerja.
01-07 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 7 Jan 2027 [T]
01-07 07:30 koordinator 🔕 Tanpa tindakan petugas selama 3 hari kerja atau lebih:
01-07 09:00 pelapor     ❓ PUPR PRKP bertanya tentang T: [Jawab]
01-08 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Jum 8 Jan 2027 [T]
01-09 09:00 pelapor     ⏰ PUPR PRKP masih menunggu jawaban Anda tentang T: [Jawab]
01-11 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 11 Jan 2027 [T]
01-12 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sel 12 Jan 2027 [T]
01-12 09:00 pelapor     ⏰ PUPR PRKP masih menunggu jawaban Anda tentang T: [Jawab]
01-13 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 13 Jan 2027 [T]
01-14 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 14 Jan 2027 [T]
01-15 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Jum 15 Jan 2027 [T]
01-18 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sen 18 Jan 2027 [T]
01-19 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Sel 19 Jan 2027 [T]
01-20 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Rab 20 Jan 2027 [T]
01-21 07:30 OPD         ☀️ Ringkasan PUPR PRKP, Kam 21 Jan 2027 [T]
01-21 16:00 pelapor     🏁 T ditutup: tidak ada jawaban atas pertanyaan PUPR PRKP. Bila masih ada masalah, silakan lapor lagi. [Buat laporan]
"""


async def lebaran(opened: Season, number: int) -> None:
    """Filed a minute before the last closing before Lebaran; late, extended, asked, promised, done, and never confirmed."""
    await opened.pass_to("2026-03-31 16:30")
    await opened.do(lambda desk: desk.nudge(number, ANI))
    await opened.do(lambda desk: desk.extend(number, ANI, 3, "Petugas cuti bersama"))
    await opened.pass_to("2026-04-06 09:00")
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    await opened.pass_to("2026-04-09 10:00")
    await opened.do(lambda desk: desk.add(number, REPORTER, "Sisi utara"))
    await opened.do(lambda desk: desk.promise(number, PETUGAS, wib("2026-04-16").date()))
    await opened.pass_to("2026-04-16 17:00")
    await opened.do(lambda desk: desk.resolve(number, PETUGAS, "Sudah dibersihkan", [PHOTO]))
    await opened.pass_to("2026-06-30 12:00")


async def year_end(opened: Season, number: int) -> None:
    """Nobody answers over the turn of the year; then the agency asks, and its reporter stays silent."""
    await opened.pass_to("2027-01-07 09:00")
    await opened.do(lambda desk: desk.ask(number, PETUGAS, "Sebelah mana?"))
    await opened.pass_to("2027-03-01 12:00")


CASES = [
    pytest.param(LEBARAN_STARTS, lebaran, LEBARAN, id="lebaran"),
    pytest.param(YEAR_END_STARTS, year_end, YEAR_END, id="year-end"),
]


def written(opened: Season, ticket: str) -> list[str]:
    """Return every message as a line of the tables above."""
    names = {SITI: "pelapor", opened.group(ROADS): "OPD", COORDINATION: "koordinator", LEADERSHIP: "pimpinan"}
    lines = []
    for said in opened.said:
        text = said.text.split("\n", 1)[0] or "(foto)"
        buttons = f" [{'|'.join(said.buttons)}]" if said.buttons else ""
        lines.append(f"{said.minute[5:]} {names[said.chat]:11} {text}{buttons}".replace(ticket, "T"))
    return lines


@pytest.mark.parametrize(("start", "play", "table"), CASES)
async def test_every_message_of_every_chat_comes_at_its_minute(
    store: Store, start: str, play: Play, table: str
) -> None:
    async with season(store.url, start, morning_messages=True) as opened:
        number = await opened.file()
        await play(opened, number)
        row = await opened.row(number)
        assert written(opened, row.ticket) == table.strip().split("\n")
        assert (row.status, row.closing, row.stars) == (Status.CLOSED, Closing.SILENT, None)


class Killed(BaseException):
    """The process is gone: nobody catches it."""


class Mortal(Season):
    """A season whose clock is killed in each tick: at its first statements, at ever later ones, and started anew each time."""

    deaths = 0

    async def tick(self) -> None:
        engine = self.database.engine.sync_engine
        statement = 0
        while True:
            statement += 1 + statement // 3
            left = [statement]

            def die(*_call: Any, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] == 0:
                    raise Killed

            sa.event.listen(engine, "before_cursor_execute", die)
            try:
                await Reminding(self.database, self.moment, DueWork(self.office), lambda: None).tick()
                break
            except Killed:
                self.deaths += 1
            finally:
                sa.event.remove(engine, "before_cursor_execute", die)
        await self.deliver()
        await Reminding(self.database, self.moment, DueWork(self.office), lambda: None).tick()
        await self.deliver()


@pytest.mark.parametrize(("start", "play", "table"), CASES)
@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_killed_again_and_again_in_each_tick_the_same_is_said(
    sqlite_store: Store, start: str, play: Play, table: str
) -> None:
    async with season(sqlite_store.url, start, morning_messages=True, kind=Mortal) as opened:
        number = await opened.file()
        await play(opened, number)
        assert isinstance(opened, Mortal)
        assert opened.deaths > 300
        assert written(opened, (await opened.row(number)).ticket) == table.strip().split("\n")
