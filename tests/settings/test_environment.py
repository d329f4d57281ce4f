"""The environment goes before the file, and is blamed for what is wrong in it."""

from datetime import time
from pathlib import Path

import pytest

from reports.regency import WorkHours
from tests.settings.sample import GOOD, mistakes, read


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        GOOD,
        TAPROSE_STORAGE__URL="postgresql+asyncpg://taprose:pw@127.0.0.1/taprose",
        TAPROSE_COORDINATORS__USER_IDS="7, 8",
        TAPROSE_DEADLINES__RESPONSE_DAYS="2",
        TAPROSE_DEADLINES__WORK_HOURS="08.00-15.00",
        TAPROSE_REGENCY__TICKET_PREFIX="LMG",
        TAPROSE_GROUPS__COORDINATION="-55",
        TAPROSE_GROUPS__LEADERSHIP="",
        TAPROSE_CONFIG="elsewhere.toml",
        PATH="/usr/bin",
    )
    assert settings.storage.url == "postgresql+asyncpg://taprose:pw@127.0.0.1/taprose"
    assert settings.coordinators.user_ids == (7, 8)
    assert settings.regency().clocks.response_days == 2
    assert settings.regency().clocks.work_hours == WorkHours(time(8), time(15))
    assert settings.regency().ticket_prefix == "LMG"
    assert (settings.groups.coordination, settings.groups.leadership) == (-55, None)


def test_a_list_may_be_json_in_the_environment(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, TAPROSE_COORDINATORS__USER_IDS="[7, 8]").coordinators.user_ids == (7, 8)
    assert read(tmp_path, GOOD, TAPROSE_COORDINATORS__USER_IDS="7").coordinators.user_ids == (7,)


def test_the_process_environment_is_not_read_behind_the_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPROSE_REGENCY__NAME", "Kabupaten Lain")
    assert read(tmp_path, GOOD).regency().name == "Kabupaten Tuban"


def test_a_whole_section_from_the_environment_is_blamed_on_it(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD, TAPROSE_OFFICERS='{"reply": "direct"}')
    assert (settings.officers.reply, settings.officers.policy) == ("direct", "members")
    (mistake,) = mistakes(tmp_path, GOOD, TAPROSE_OFFICERS="direct")
    assert (mistake.file, mistake.key) == ("variabel lingkungan", "TAPROSE_OFFICERS")


def test_a_key_goes_on_top_of_its_section_and_both_on_top_of_the_file(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        GOOD,
        TAPROSE_DEADLINES='{"response_days": 1, "escalate_days": 4}',
        taprose_deadlines__response_days="2",
    )
    clocks = settings.regency().clocks
    assert (clocks.response_days, clocks.escalate_days, clocks.leadership_days) == (2, 4, 7)


def test_what_only_looks_like_json_stays_the_text_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD, TAPROSE_REGENCY__NAME="[Kabupaten] Tuban").regency().name == "[Kabupaten] Tuban"
    (mistake,) = mistakes(tmp_path, GOOD, TAPROSE_DEADLINES__HALF_DAYS='{"2026-12-24": ')
    assert (mistake.file, mistake.key) == ("variabel lingkungan", "TAPROSE_DEADLINES__HALF_DAYS")


def test_a_part_of_a_key_is_no_key(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, GOOD, TAPROSE_DEADLINES__HALF_DAYS__X="closed")
    assert (mistake.file, mistake.key) == ("variabel lingkungan", "TAPROSE_DEADLINES__HALF_DAYS__X")
