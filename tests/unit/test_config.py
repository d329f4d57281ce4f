"""Configuration: read, overridden by the environment, and every mistake told at once, in one clear line each."""

import tempfile
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import BadConfiguration, Mistake, Settings, load
from reports.regency import Agency, Category, Emergency, QuietHours, WorkHours

TOKEN = "123456:AAE-secret_secret"

GOOD = """
[regency]
name = "Kabupaten Tuban"
code = "35.23"
ticket_prefix = "TBN"
timezone = "Asia/Jakarta"
language = "id"

[telegram]
mode = "polling"
api_url = "https://api.telegram.org"
webhook_url = ""
listen = "127.0.0.1:8080"

[storage]
url = "sqlite+aiosqlite:///taprose.db"

[groups]
coordination = -1001
leadership = -1002

[officers]
reply = "confirm"
policy = "members"

[coordinators]
user_ids = [111]

[deadlines]
response_days = 3
escalate_days = 5
leadership_days = 7
confirm_days = 10
work_hours = "07:30-16:00"
digest_at = "07:30"
quiet_hours = "21:00-06:00"

[[agency]]
code = "PUPR"
name = "Dinas Pekerjaan Umum, Penataan Ruang, Perumahan Rakyat dan Kawasan Permukiman"
short = "PUPR PRKP"
chat_id = -1003

[[category]]
code = "jalan"
name = "Jalan dan jembatan"
emoji = "🚧"
agency = "PUPR"
needs_place = true
needs_proof = true
resolution_days = 14
words = ["jalan rusak", "berlubang", "aspal", "jembatan"]

[[emergency]]
words = ["kebakaran", "rumah terbakar"]
say = "Pemadam kebakaran: 113. Darurat: 112."
"""


def read(folder: Path, text: str, **environ: str) -> Settings:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, environ)


def mistakes(folder: Path, text: str, **environ: str) -> list[Mistake]:
    with pytest.raises(BadConfiguration) as caught:
        read(folder, text, **environ)
    assert all(len(str(mistake).splitlines()) == 1 for mistake in caught.value.mistakes)
    return caught.value.mistakes


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_the_example_of_the_contract_is_read(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    assert settings.telegram.mode == "polling"
    assert settings.telegram.listen_host == "127.0.0.1"
    assert settings.telegram.listen_port == 8080
    assert settings.storage.url == "sqlite+aiosqlite:///taprose.db"
    assert (settings.groups.coordination, settings.groups.leadership) == (-1001, -1002)
    assert (settings.officers.reply, settings.officers.policy) == ("confirm", "members")
    assert settings.coordinators.user_ids == (111,)

    regency = settings.regency()
    assert (regency.name, regency.code, regency.ticket_prefix) == ("Kabupaten Tuban", "35.23", "TBN")
    assert regency.timezone.key == "Asia/Jakarta"
    assert regency.agencies == (
        Agency(
            code="PUPR",
            name="Dinas Pekerjaan Umum, Penataan Ruang, Perumahan Rakyat dan Kawasan Permukiman",
            short="PUPR PRKP",
            chat_id=-1003,
        ),
    )
    assert regency.categories == (
        Category(
            code="jalan",
            name="Jalan dan jembatan",
            emoji="🚧",
            agency="PUPR",
            needs_place=True,
            needs_proof=True,
            resolution_days=14,
            words=("jalan rusak", "berlubang", "aspal", "jembatan"),
        ),
    )
    assert regency.emergencies == (Emergency(("kebakaran", "rumah terbakar"), "Pemadam kebakaran: 113. Darurat: 112."),)
    assert regency.clocks.work_hours == WorkHours(time(7, 30), time(16, 0))
    assert regency.clocks.quiet_hours == QuietHours(time(21, 0), time(6, 0))
    assert regency.clocks.waiting_days == 10


def test_little_is_enough(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        """
        [regency]
        name = "Kabupaten Tuban"
        code = "35.23"
        ticket_prefix = "TBN"
        [[category]]
        code = "lain"
        name = "Lain-lain"
        resolution_days = 14
        """,
    )
    assert settings.regency().agency_of("lain") is None
    assert settings.storage.url.startswith("sqlite")
    assert settings.groups.coordination is None


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


def test_the_token_comes_from_the_environment_and_never_shows(tmp_path: Path) -> None:
    settings = read(
        tmp_path, GOOD, TAPROSE_TELEGRAM__TOKEN=TOKEN, TAPROSE_STORAGE__URL="postgresql+asyncpg://a:hidden@h/db"
    )
    assert settings.token().get_secret_value() == TOKEN
    for text in (repr(settings), str(settings), repr(settings.telegram), f"{settings.token()}"):
        assert "secret_secret" not in text
        assert "hidden" not in text


def test_the_token_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text(f"{TOKEN}\n")
    text = changed("[telegram]", '[telegram]\ntoken_file = "token.txt"')
    assert read(tmp_path, text).token().get_secret_value() == TOKEN
    other = read(tmp_path, text, TAPROSE_TELEGRAM__TOKEN="9:other").token()
    assert other.get_secret_value() == "9:other", "the environment goes before the file"


@pytest.mark.parametrize("content", [None, "", "two words", "12345", "\ufeff"])
def test_a_token_file_without_a_token_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "token.txt").write_text(content)
    (mistake,) = mistakes(tmp_path, changed("[telegram]", '[telegram]\ntoken_file = "token.txt"'))
    assert mistake.key == "telegram.token_file"


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed("[telegram]", f'[telegram]\ntoken = "{TOKEN}"'))
    assert mistake.key == "telegram.token"
    assert "TAPROSE_TELEGRAM__TOKEN" in mistake.right
    assert "secret" not in str(mistake)


def test_a_malformed_token_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read(tmp_path, GOOD, TAPROSE_TELEGRAM__TOKEN="my secret")
    (mistake,) = caught.value.mistakes
    assert (mistake.file, mistake.key) == ("environment", "TAPROSE_TELEGRAM__TOKEN")
    assert "my secret" not in str(caught.value)
    assert caught.value.__suppress_context__ or "my secret" not in repr(caught.value.__context__)


def test_no_token_is_told_only_when_it_is_needed(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    with pytest.raises(BadConfiguration, match="TAPROSE_TELEGRAM__TOKEN"):
        settings.token()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
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
    ],
)
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
        "config.toml: category[1].agency: no agency has the code 'PUPRX' (did you mean 'PUPR'?); use one of PUPR"
    )


def test_an_unknown_key_is_told_with_the_nearest(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, changed("confirm_days = 10", "confirm_day = 10"))
    assert "did you mean 'confirm_days'?" in mistake.wrong


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
        ("environment", "TAPROSE_DEADLINES__RESPONSE_DAYS"),
        ("environment", "TAPROSE_STORGE__URL"),
        ("environment", "TAPROSE_GROUPS__BOSS"),
    }


def test_tables_of_the_wrong_shape_are_told(tmp_path: Path) -> None:
    keys = {
        m.key for m in mistakes(tmp_path, 'regency = "x"\ntelegram = 3\ncategory = 4\nagency = [3]\ndeadlines = []')
    }
    assert keys == {"regency", "telegram", "category", "agency[1]", "deadlines"}


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert {mistake.key for mistake in mistakes(tmp_path, "")} == {"regency", "category"}


def test_broken_toml_is_told_with_line_and_column(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, '[regency]\nname = "Tuban\n')
    assert mistake.key == "line 2, column 14"


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes('[regency]\nname = "Café"\n'.encode("latin-1"))
    with pytest.raises(BadConfiguration) as caught:
        load(file, {})
    assert caught.value.mistakes[0].key == "line 2"


def test_a_byte_order_mark_is_forgiven(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + GOOD).regency().code == "35.23"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BadConfiguration) as caught:
            load(path, {})
        (mistake,) = caught.value.mistakes
        assert mistake.file == str(path)


def test_half_days_are_dates_and_ranges(tmp_path: Path) -> None:
    half_days = """
[deadlines.half_days]
"2027-03-01..2027-03-03" = "08:00-15:00"
"2026-12-24" = "07.30-12.00"
"2026-11-12" = "closed"
"2027-03-02" = "08:00-11:00"
"""
    assert read(tmp_path, GOOD + half_days).regency().clocks.half_days == (
        (date(2026, 11, 12), None),
        (date(2026, 12, 24), WorkHours(time(7, 30), time(12))),
        (date(2027, 3, 1), WorkHours(time(8), time(15))),
        (date(2027, 3, 2), WorkHours(time(8), time(11))),
        (date(2027, 3, 3), WorkHours(time(8), time(15))),
    )


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


def test_hours_of_an_agency_and_days_of_a_category(tmp_path: Path) -> None:
    text = changed("chat_id = -1003", 'work_hours = "06:00-18:00"').replace("needs_proof = true", "response_days = 1")
    regency = read(tmp_path, text).regency()
    assert regency.agencies[0].work_hours == WorkHours(time(6), time(18))
    assert regency.agencies[0].chat_id is None
    assert regency.categories[0].response_days == 1
    assert regency.categories[0].needs_proof is False


def test_a_local_telegram_may_call_without_https(tmp_path: Path) -> None:
    text = changed('webhook_url = ""', 'webhook_url = "http://127.0.0.1:18080"').replace("polling", "webhook")
    assert read(tmp_path, text).telegram.webhook_url == "http://127.0.0.1:18080"


def test_an_ipv6_address_and_a_free_port_can_be_listened_on(tmp_path: Path) -> None:
    telegram = read(tmp_path, GOOD, TAPROSE_TELEGRAM__LISTEN="[::1]:0").telegram
    assert (telegram.listen_host, telegram.listen_port) == ("::1", 0)


def test_keys_that_look_like_the_librarys_own_are_unknown_too(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, '_env_file = "other"\n' + GOOD)
    assert mistake.key == "_env_file"


def test_a_whole_section_from_the_environment_is_blamed_on_it(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD, TAPROSE_OFFICERS='{"reply": "direct"}')
    assert (settings.officers.reply, settings.officers.policy) == ("direct", "members")
    (mistake,) = mistakes(tmp_path, GOOD, TAPROSE_OFFICERS="direct")
    assert (mistake.file, mistake.key) == ("environment", "TAPROSE_OFFICERS")


KEYS = sorted(
    {line.partition(" = ")[0] for line in GOOD.splitlines() if " = " in line} | {"half_days", "outline", "token", "x-y"}
)
VALUES = [
    "0", "-1", "14", "1.5", "true", "nan", "[]", "{}", '""', '"x"', "[1]", '["a", 2]', "[[1, 2], [3]]", "[{}]", "07:30:00",
    "2026-01-01", "2026-01-01T00:00:00Z", '"07:30-16:00"', '"PUPR"', '"Asia/Jakarta"', '{ "2026-12-24" = 1 }', "9" * 30,
    '"\\u0000"', '"https://[::1"', '"https://h:99999"', '"a:b"',
]  # fmt: skip
TABLES = [
    "[regency]",
    "[telegram]",
    "[storage]",
    "[groups]",
    "[officers]",
    "[coordinators]",
    "[deadlines]",
    "[[agency]]",
    "[[category]]",
    "[[emergency]]",
    "[x]",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(TABLES), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=6)),
        max_size=8,
        unique_by=lambda table: table[0],
    ),
    st.dictionaries(
        st.sampled_from(
            [f"TAPROSE_{table.strip('[]').upper()}__{key.upper()}" for table in TABLES for key in KEYS]
            + ["TAPROSE_AGENCY"]
        ),
        st.text(st.characters(exclude_characters="\0"), max_size=8) | st.sampled_from(VALUES),
        max_size=3,
    ),
)
def test_whatever_stands_there_is_read_or_told_in_lines(
    tables: list[tuple[str, dict[str, str]]], environ: dict[str, str]
) -> None:
    text = "\n".join("\n".join([table, *(f"{key} = {value}" for key, value in keys.items())]) for table, keys in tables)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        file.write_text(text, encoding="utf-8")
        try:
            load(file, environ).regency()
        except BadConfiguration as error:
            assert error.mistakes  # noqa: PT017 - either outcome is right; an empty complaint is not
            assert all(len(str(mistake).splitlines()) == 1 for mistake in error.mistakes)  # noqa: PT017
