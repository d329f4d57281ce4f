"""`taprose check`: a verdict per line, all in the language of the operator's guide."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot.operating.doctor import examine
from sandbox import DEFAULT_TOKEN, Sandbox
from storage.engine import Database
from tests.acceptance.world import ROADS, ROOT, file, open_world
from tests.conftest import Store

ENGLISH = ("there is", "could not", "member", "administrator", "no connection", "such file", "not found")


async def _check(database: Path, *, command: str = "check", **more: str) -> tuple[int, str]:
    """Run the command as a process and return its exit code and all that it printed, in one line."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TAPROSE_")}
    url = {"TAPROSE_STORAGE__URL": f"sqlite+aiosqlite:///{database}", "COLUMNS": "300"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "--config", str(ROOT / "config.toml"), *command.split(),
        cwd=ROOT, env={**kept, **url, **more}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    return process.returncode or 0, " ".join(told.decode().split())


async def test_a_missing_token_and_folder_are_told_in_the_tables_language(tmp_path: Path) -> None:
    code, told = await _check(tmp_path / "tidak" / "ada.db")
    assert code == 1
    assert "belum ada; isi TAPROSE_TELEGRAM__TOKEN" in told
    assert "tidak ada, tidak terbaca, atau tidak menjawab; periksa storage.url" in told
    assert f"folder {tmp_path / 'tidak'} tidak ada" in told
    assert not [word for word in ENGLISH if word in told]


async def test_a_broken_configuration_is_told_in_the_same_language_and_exits_with_2(tmp_path: Path) -> None:
    code, told = await _check(tmp_path / "x.db", TAPROSE_DEADLINES__DIGEST_AT="pagi", TAPROSE_STORGE__URL="x")
    assert code == 2
    assert "TAPROSE_DEADLINES__DIGEST_AT: 'pagi' bukan jam; seharusnya jam" in told
    assert "tidak ada bagian [storge] (maksudnya 'storage'?)" in told
    assert not [word for word in ENGLISH if word in told]


@pytest.mark.parametrize("way", ["before", "after", "environment"])
async def test_the_configuration_is_named_before_or_after_the_command_or_by_the_environment(
    tmp_path: Path, way: str
) -> None:
    file = tmp_path / "lain.toml"
    file.write_text("[regency\n", encoding="utf-8")
    named = ["--config", str(file)]
    line = {"before": [*named, "check"], "after": ["check", *named], "environment": ["check"]}[way]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *line, cwd=ROOT,
        env={**os.environ, **({"TAPROSE_CONFIG": str(file)} if way == "environment" else {})},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 2
    assert (
        told.decode().strip()
        == f"{file}: baris 1, kolom 9: kurung siku penutup belum ada; cara menulis TOML: https://toml.io"
    )


async def test_what_this_version_cannot_do_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    more = {
        "TAPROSE_TELEGRAM__MODE": "webhook",
        "TAPROSE_TELEGRAM__WEBHOOK_URL": "https://lapor.example.go.id",
        "TAPROSE_OFFICERS__POLICY": "roster",
    }
    code, told = await _check(tmp_path / "x.db", command="run", **more)
    assert code == 2
    for key in ("telegram.mode", "officers.policy", "TAPROSE_TELEGRAM__TOKEN"):
        assert key in told
    code, told = await _check(tmp_path / "x.db", **more)
    assert code == 1
    assert told.count("belum tersedia pada versi ini") == 2


@pytest.mark.parametrize(
    ("command", "more", "words"),
    [
        (["check"], {"TAPROSE_LOG_LEVEL": "cerewet"}, "'CEREWET' bukan tingkat log; seharusnya salah satu dari DEBUG"),
        (["telegram", "--token", "abc"], {}, "bentuknya bukan token bot"),
    ],
)
async def test_other_mistakes_at_the_start_are_one_line_too(
    command: list[str], more: dict[str, str], words: str
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command, cwd=ROOT, env={**os.environ, **more},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 2
    assert words in told.decode()
    assert "Traceback" not in told.decode()


async def test_a_port_that_is_taken_is_told(sqlite_store: Store) -> None:
    async with Sandbox() as server:
        more = {"TAPROSE_TELEGRAM__TOKEN": DEFAULT_TOKEN, "TAPROSE_TELEGRAM__API_URL": server.url}
        path = Path(sqlite_store.url.partition("///")[2])
        taken = server.url.removeprefix("http://")
        code, told = await _check(path, command="run", TAPROSE_TELEGRAM__LISTEN=taken, **more)
    assert code == 1
    assert "sudah dipakai program lain; ubah telegram.listen" in told


async def test_a_second_taprose_is_refused_in_one_line(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url) as world:
        more = {"TAPROSE_TELEGRAM__TOKEN": DEFAULT_TOKEN, "TAPROSE_TELEGRAM__API_URL": world.server.url}
        path = Path(sqlite_store.url.partition("///")[2])
        code, told = await _check(path, command="run", **more)
        assert code == 1
        assert "taprose: database: dipakai Taprose lain" in told


async def test_a_refused_token_stops_the_start_in_one_line(tmp_path: Path) -> None:
    async with Sandbox() as server:
        more = {"TAPROSE_TELEGRAM__TOKEN": "1:salah", "TAPROSE_TELEGRAM__API_URL": server.url}
        code, told = await _check(tmp_path / "x.db", command="run", **more)
    assert code == 1
    assert "taprose: token ditolak Telegram; periksa TAPROSE_TELEGRAM__TOKEN" in told


async def test_a_telegram_out_of_reach_and_an_empty_database_are_told(tmp_path: Path) -> None:
    more = {"TAPROSE_TELEGRAM__TOKEN": f"123456789:{'A' * 35}", "TAPROSE_TELEGRAM__API_URL": "http://127.0.0.1:1"}
    code, told = await _check(tmp_path / "kosong.db", **more)
    assert code == 1
    assert "jalankan taprose migrate" in told
    assert "tidak terjangkau; periksa jaringan dan telegram.api_url" in told


async def test_linked_groups_are_told_with_the_bots_standing_there(
    sqlite_store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    async with open_world(sqlite_store.url) as world:
        assert not await examine(world.settings, world.server.clock)  # most agencies have no group here
        told = capsys.readouterr().out
        assert "anggota" in told or "admin" in told
        assert "OPD tanpa grup" in told
        await world.stop()
        await world.group().change("remove")
        assert not await examine(world.settings, world.server.clock)
        removed = capsys.readouterr().out
        assert "bot tidak ada di sana, atau dikeluarkan" in removed
        assert not [word for word in ENGLISH if word in told + removed]


async def test_a_check_makes_no_database(tmp_path: Path) -> None:
    code, told = await _check(tmp_path / "belum.db")
    assert code == 1
    assert f"berkas {tmp_path / 'belum.db'} belum ada; jalankan taprose migrate" in told
    assert os.listdir(tmp_path) == []


async def test_a_preview_makes_no_database(tmp_path: Path) -> None:
    code, told = await _check(tmp_path / "belum.db", command="clock preview --until 2026-12-31")
    assert code == 1
    assert "jalankan taprose migrate" in told
    assert os.listdir(tmp_path) == []


async def test_that_nobody_can_link_a_group_is_told(sqlite_store: Store) -> None:
    path = Path(sqlite_store.url.partition("///")[2])
    words = "tidak ada yang dapat menghubungkan grup; isi id Telegram Anda di coordinators.user_ids"
    assert words in (await _check(path))[1]
    assert words not in (await _check(path, TAPROSE_COORDINATORS__USER_IDS="111"))[1]
    assert words not in (await _check(path, TAPROSE_GROUPS__COORDINATION="-1001"))[1]


async def test_a_regency_that_does_not_exist_is_refused_at_the_start(tmp_path: Path) -> None:
    code, told = await _check(tmp_path / "x.db", command="run", TAPROSE_REGENCY__CODE="35.99")
    assert code == 2
    assert told.startswith("variabel lingkungan: TAPROSE_REGENCY__CODE: tidak ada kabupaten atau kota berkode '35.99'")
    assert os.listdir(tmp_path) == []


async def test_codes_that_reports_have_and_the_configuration_has_not_are_named(
    sqlite_store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    async with open_world(sqlite_store.url) as world:
        await file(await world.citizen())
        await world.stop()
        kept = tuple(category for category in world.settings.category if category.agency != ROADS)
        agencies = tuple(agency for agency in world.settings.agency if agency.code != ROADS)
        (report,) = await stored_reports(sqlite_store.url)
        world.settings = world.settings.model_copy(update={"agency": agencies, "category": kept})
        with structlog.testing.capture_logs() as logs:
            await world.start()
        capsys.readouterr()
        await examine(world.settings, world.server.clock)
    told = capsys.readouterr().out
    assert f"tidak ada lagi di config.toml, tetapi masih dipakai laporan: {ROADS} (1 laporan)" in told
    assert f"masih dipakai laporan: {report['category']} (1 laporan)" in told
    warned = {line["event"]: line["reports"] for line in logs if line["log_level"] == "warning" and "reports" in line}
    assert warned == {
        "reports have agencies that config.toml no longer has": {ROADS: 1},
        "reports have categories that config.toml no longer has": {report["category"]: 1},
    }


async def stored_reports(url: str) -> list[dict[str, Any]]:
    """Return the table of reports as it stands."""
    database = Database(url)
    try:
        async with database.reading() as reading:
            rows = await reading.session.execute(sa.text("SELECT lead AS agency, category FROM report"))
            return [dict(row) for row in rows.mappings()]
    finally:
        await database.close()
