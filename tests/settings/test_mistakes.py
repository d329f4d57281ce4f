"""Mistakes in a configuration: all at once, each in one clear line with its key."""

import re
from pathlib import Path

import pytest

from tests.settings.sample import GOOD, TOKEN, changed, mistakes

BROKEN = [
    ('agency = "PUPR"', 'agency = "PUPRX"', "category[1].agency"),
    ('url = "sqlite', 'uri = "x"\nurl = "sqlite', "storage.uri"),
    ("[officers]", "[officerz]", "officerz"),
    ("needs_proof = true", 'needs_proof = "ya"', "category[1].needs_proof"),
    ("needs_proof = true", "needs_prof = true", "category[1].needs_prof"),
    ("resolution_days = 14", "", "category[1].resolution_days"),
    ("resolution_days = 14", "resolution_days = 0", "category[1].resolution_days"),
    ("resolution_days = 14", "resolution_days = true", "category[1].resolution_days"),
    ("resolution_days = 14", "resolution_days = 1.5", "category[1].resolution_days"),
    ("resolution_days = 14", "resolution_days = 14\nresponse_days = -1", "category[1].response_days"),
    ('"aspal"', '""', "category[1].words"),
    ('"aspal"', '"..."', "category[1].words"),
    ('"aspal"', "3", "category[1].words"),
    ('words = ["kebakaran", "rumah terbakar"]', "words = []", "emergency[1].words"),
    ('say = "Pemadam kebakaran: 113. Darurat: 112."', "", "emergency[1].say"),
    ('say = "Pemadam kebakaran: 113. Darurat: 112."', 'say = " "', "emergency[1].say"),
    ('digest_at = "07:30"', 'digest_at = "7.3"', "deadlines.digest_at"),
    ('digest_at = "07:30"', 'digest_at = "24:00"', "deadlines.digest_at"),
    ('work_hours = "07:30-16:00"', 'work_hours = "16:00-07:30"', "deadlines.work_hours"),
    ('work_hours = "07:30-16:00"', 'work_hours = "07:30"', "deadlines.work_hours"),
    ('work_hours = "07:30-16:00"', 'work_hours = "22:00-06:00"', "deadlines.work_hours"),
    ('short = "PUPR PRKP"', 'short = "PUPR PRKP"\nwork_hours = "22:00-06:00"', "agency[1].work_hours"),
    ('quiet_hours = "21:00-06:00"', 'quiet_hours = "malam"', "deadlines.quiet_hours"),
    ("response_days = 3", 'response_days = "tiga"', "deadlines.response_days"),
    ("confirm_days = 10", "question_reminders = [5, 2]", "deadlines.question_reminders"),
    ("confirm_days = 10", "question_reminders = 2", "deadlines.question_reminders"),
    ("confirm_days = 10", "confirm_reminders = [0]", "deadlines.confirm_reminders"),
    ("confirm_days = 10", f"confirm_reminders = {list(range(1, 12))}", "deadlines.confirm_reminders"),
    ("escalate_days = 5", "escalate_days = 2", "deadlines.escalate_days"),
    ("leadership_days = 7", "leadership_days = 4", "deadlines.leadership_days"),
    ('timezone = "Asia/Jakarta"', 'timezone = "Asia/Tuban"', "regency.timezone"),
    ('timezone = "Asia/Jakarta"', 'timezone = "../etc"', "regency.timezone"),
    ('language = "id"', 'language = "ms"', "regency.language"),
    ('ticket_prefix = "TBN"', 'ticket_prefix = "tbn1"', "regency.ticket_prefix"),
    ('code = "35.23"', 'code = "3523"', "regency.code"),
    ('code = "35.23"', 'code = "35.99"', "regency.code"),
    ('name = "Kabupaten Tuban"', 'name = ""', "regency.name"),
    ('[regency]\nname = "Kabupaten Tuban"', "[regency]", "regency.name"),
    ('language = "id"', "outline = [[112.0, -6.9], [112.1, -6.9]]", "regency.outline"),
    ('language = "id"', "outline = [[-6.9, 112.0], [-7.0, 112.0], [-7.0, 112.1]]", "regency.outline"),
    ('mode = "polling"', 'mode = "pull"', "telegram.mode"),
    ('mode = "polling"', 'mode = "webhook"', "telegram.webhook_url"),
    ('webhook_url = ""', 'webhook_url = "http://lapor.example.go.id"', "telegram.webhook_url"),
    ('webhook_url = ""', 'webhook_url = "https://lapor.example.go.id:9000"', "telegram.webhook_url"),
    ('api_url = "https://api.telegram.org"', 'api_url = "api.telegram.org"', "telegram.api_url"),
    ('listen = "127.0.0.1:8080"', 'listen = "8080"', "telegram.listen"),
    ('listen = "127.0.0.1:8080"', 'listen = "127.0.0.1:80800"', "telegram.listen"),
    ('url = "sqlite+aiosqlite:///taprose.db"', 'url = "mysql://u:pw@h/db"', "storage.url"),
    ('url = "sqlite+aiosqlite:///taprose.db"', 'url = "sqlite+aiosqlite://"', "storage.url"),
    ('url = "sqlite+aiosqlite:///taprose.db"', 'url = "taprose.db"', "storage.url"),
    ("coordination = -1001", "coordination = 1001", "groups.coordination"),
    ("coordination = -1001", 'coordination = "grup"', "groups.coordination"),
    ("chat_id = -1003", "chat_id = 99", "agency[1].chat_id"),
    ("user_ids = [111]", 'user_ids = ["@budi"]', "coordinators.user_ids"),
    ("user_ids = [111]", "user_ids = [-5]", "coordinators.user_ids"),
    ('reply = "confirm"', 'reply = "maybe"', "officers.reply"),
    ('policy = "members"', "policy = true", "officers.policy"),
    ('code = "PUPR"', 'code = "PU PR"', "agency[1].code"),
    ('code = "PUPR"', f'code = "{"P" * 33}"', "agency[1].code"),
    ('short = "PUPR PRKP"', "", "agency[1].short"),
    ('emoji = "🚧"', 'emoji = "jalan rusak"', "category[1].emoji"),
]
"""What stands in the right one, what stands there instead, and the key that is blamed."""


@pytest.mark.parametrize(("old", "new", "key"), BROKEN)
def test_each_mistake_is_told_with_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    found = mistakes(tmp_path, changed(old, new))
    assert key in [mistake.key for mistake in found]
    for mistake in found:
        assert mistake.file == str(tmp_path / "config.toml")
        assert mistake.wrong
        assert mistake.right
        assert "pw@" not in str(mistake), "an address may carry a password"


def test_an_unknown_agency_is_told_with_what_there_is_and_the_nearest(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed('agency = "PUPR"', 'agency = "PUPRX"'))
    assert str(mistake).endswith(
        "config.toml: category[1].agency: tidak ada OPD berkode 'PUPRX' (maksudnya 'PUPR'?); pakai salah satu: PUPR"
    )


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed("confirm_days = 10", "confirm_day = 10"))
    assert "maksudnya 'confirm_days'?" in mistake.wrong


def test_doubles_are_told(tmp_path: Path) -> None:
    agency = '[[agency]]\ncode = "pupr"\nname = "Lain"\nshort = "Pupr prkp"\nchat_id = -1003\n'
    category = '[[category]]\ncode = "jalan"\nname = "JALAN dan jembatan"\nresolution_days = 1\n'
    keys = [mistake.key for mistake in mistakes(tmp_path, GOOD + agency + category)]
    assert sorted(keys) == [
        "agency[2].chat_id",
        "agency[2].code",
        "agency[2].short",
        "category[2].code",
        "category[2].name",
    ]


def test_a_missing_key_of_a_category_names_the_category(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed("resolution_days = 14", ""))
    assert "jalan" in mistake.wrong


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace('digest_at = "07:30"', 'digest_at = "pagi"')
        .replace('agency = "PUPR"', 'agency = "DLHP"')
        .replace("[storage]", "[storage]\npath = 1")
        .replace("[telegram]", f'[telegram]\ntoken = "{TOKEN}"')
    )
    found = mistakes(
        tmp_path, text, TAPROSE_DEADLINES__RESPONSE_DAYS="x", TAPROSE_STORGE__URL="y", TAPROSE_GROUPS__BOSS="1"
    )
    assert {(Path(mistake.file).name, mistake.key) for mistake in found} == {
        ("config.toml", "telegram.token"),
        ("config.toml", "deadlines.digest_at"),
        ("config.toml", "category[1].agency"),
        ("config.toml", "storage.path"),
        ("variabel lingkungan", "TAPROSE_DEADLINES__RESPONSE_DAYS"),
        ("variabel lingkungan", "TAPROSE_STORGE__URL"),
        ("variabel lingkungan", "TAPROSE_GROUPS__BOSS"),
    }


def test_tables_of_the_wrong_shape_are_told(tmp_path: Path) -> None:
    keys = {
        m.key for m in mistakes(tmp_path, 'regency = "x"\ntelegram = 3\ncategory = 4\nagency = [3]\ndeadlines = []')
    }
    assert keys == {"regency", "telegram", "category", "agency[1]", "deadlines"}


@pytest.mark.parametrize(
    "line",
    [
        '"24-12-2026" = "07:30-12:00"',
        '"2026-12-24" = "12:00-07:30"',
        '"2026-12-24..2026-12-20" = "07:30-12:00"',
        '"2026-01-01..2027-01-01" = "07:30-12:00"',
        '"2026-12-24" = 7',
    ],
)
def test_a_malformed_half_day_is_told(tmp_path: Path, line: str) -> None:
    (mistake,) = mistakes(tmp_path, GOOD + "[deadlines.half_days]\n" + line)
    assert mistake.key == "deadlines.half_days"


def test_keys_that_look_like_the_librarys_own_are_unknown_too(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, '_env_file = "other"\n' + GOOD)
    assert mistake.key == "_env_file"


ENGLISH = re.compile(
    r"\b(the|is|are|not|an|of|or|and|at|to|one|for|example|missing|unknown|known|cannot|should|must|list|days|after)\b"
)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[\w.]+_[\w.]+")
"""Values and keys, which are as they are in every language."""


@pytest.mark.parametrize(
    "text",
    [
        *(changed(old, new) for old, new, _ in BROKEN),
        *("", "x", "x = ", "x = [1", "x = {", "x = 'a", "x = a", "[a", "[a]\n[a]", "x = 1\nx = 2", "x = 1 y = 2", "x = 2026-13-01"),
        *("[agency]\ncode = 1", "category = [3]"),
    ],
)  # fmt: skip
def test_operators_read_indonesian(tmp_path: Path, text: str) -> None:
    for mistake in mistakes(tmp_path, text):
        told = QUOTED.sub("", f"{mistake.wrong}; {mistake.right}")
        assert not ENGLISH.findall(told), told
