"""A configuration that is right: what is read from it."""

from datetime import date, time
from pathlib import Path

from reports.regency import Agency, Category, Emergency, QuietHours, WorkHours
from tests.settings.sample import GOOD, changed, read


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


def test_a_byte_order_mark_is_forgiven(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + GOOD).regency().code == "35.23"


def test_hours_of_an_agency_and_days_of_a_category(tmp_path: Path) -> None:
    text = changed("chat_id = -1003", 'work_hours = "06:00-18:00"').replace("needs_proof = true", "response_days = 1")
    regency = read(tmp_path, text).regency()
    assert regency.agencies[0].work_hours == WorkHours(time(6), time(18))
    assert regency.agencies[0].chat_id is None
    assert regency.categories[0].response_days == 1
    assert regency.categories[0].needs_proof is False


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


def test_a_local_telegram_may_call_without_https(tmp_path: Path) -> None:
    text = changed('webhook_url = ""', 'webhook_url = "http://127.0.0.1:18080"').replace("polling", "webhook")
    assert read(tmp_path, text).telegram.webhook_url == "http://127.0.0.1:18080"


def test_an_ipv6_address_and_a_free_port_can_be_listened_on(tmp_path: Path) -> None:
    telegram = read(tmp_path, GOOD, TAPROSE_TELEGRAM__LISTEN="[::1]:0").telegram
    assert (telegram.listen_host, telegram.listen_port) == ("::1", 0)
