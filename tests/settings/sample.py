"""A configuration that is right, and hands to change it with."""

from pathlib import Path

import pytest

from bot.settings.loading import BadConfiguration, Mistake, Settings, load

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
