"""The sections of config.toml: their keys, defaults and forms. Descriptions say what is right, for whoever mistyped."""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, SecretStr, StrictBool

from bot.settings import addresses, values
from reports.regency import Clocks, QuietHours, WorkHours

_USUAL = Clocks()

Text = Annotated[str, BeforeValidator(values.text)]
Label = Annotated[str, BeforeValidator(values.label)]
Code = Annotated[str, BeforeValidator(values.code)]
Days = Annotated[int, BeforeValidator(values.days)]
AskedAgain = Annotated[tuple[int, ...], BeforeValidator(values.reminder_days)]
Group = Annotated[int | None, BeforeValidator(values.group_id)]
WorkSpan = Annotated[InstanceOf[WorkHours], BeforeValidator(values.work_hours)]

_DAYS = "jumlah hari kerja, bilangan bulat 1 sampai 365, misalnya 14"
_AGAIN = "jumlah hari yang menaik, misalnya [2, 5]; daftar kosong berarti tidak ada"
_GROUP = "id grup adalah bilangan bulat negatif, misalnya -1001234567890"
_HOURS = 'dua jam pada hari yang sama, misalnya "07:30-16:00"'
_LABEL_FORM = f"nama pendek, paling banyak {values.LONGEST_LABEL} karakter"
_CODE_FORM = f"huruf, angka, '-', '_', dan '.', paling banyak {values.LONGEST_CODE}, tanpa spasi"
OWN_FILE_FORM = "berkas yang hanya berisi token (dihitung dari letak config.toml)"


class Section(BaseModel):
    """A table of config.toml: its keys and no others, fixed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=False)


class RegencySection(Section):
    """Whom the bot serves."""

    name: Text = Field(description='nama lengkap, misalnya "Kabupaten Tuban"')
    code: Annotated[str, BeforeValidator(values.region_code)] = Field(
        description='kode Kemendagri kabupaten, misalnya "35.23"'
    )
    ticket_prefix: Annotated[str, BeforeValidator(values.ticket_prefix)] = Field(
        description='dua sampai enam huruf besar, misalnya "TBN"'
    )
    timezone: Annotated[InstanceOf[ZoneInfo], BeforeValidator(values.time_zone)] = Field(
        default=ZoneInfo("Asia/Jakarta"), description='nama dari daftar IANA, misalnya "Asia/Jakarta"'
    )
    language: Literal["id", "jv", "en"] = Field(default="id", description='salah satu dari "id", "jv", "en"')
    outline: Annotated[tuple[tuple[float, float], ...], BeforeValidator(values.outline)] = Field(
        default=(), description="pasangan [bujur, lintang] di sekeliling kabupaten, paling sedikit tiga, atau kosong"
    )


class TelegramSection(Section):
    """How the bot reaches Telegram. The token comes from the environment or a file of its own."""

    mode: Literal["polling", "webhook"] = Field(default="polling", description='"polling" atau "webhook"')
    api_url: Annotated[str, BeforeValidator(addresses.api_url)] = Field(
        default="https://api.telegram.org",
        description='alamat http(s) Bot API, misalnya "https://api.telegram.org"',
    )
    webhook_url: Annotated[str, BeforeValidator(addresses.webhook_url)] = Field(
        default="", description="alamat https publik pada port 443, 80, 88, atau 8443 yang menuju telegram.listen"
    )
    listen: Annotated[str, BeforeValidator(addresses.listen)] = Field(
        default="127.0.0.1:8080", description='host dan port, misalnya "127.0.0.1:8080"'
    )
    token_file: Path | None = Field(default=None, description=OWN_FILE_FORM)
    token: Annotated[SecretStr, BeforeValidator(values.bot_token)] | None = Field(
        default=None,
        repr=False,
        exclude=True,  # no key of the file
        description="ambil dari @BotFather, bentuknya 123456789:AAE...; jangan di config.toml",
    )

    @property
    def listen_host(self) -> str:
        """The host to listen on, without the brackets of IPv6."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        """The port to listen on; 0 lets the system choose."""
        return int(self.listen.rpartition(":")[2])


class StorageSection(Section):
    """Where everything is kept."""

    url: Annotated[str, BeforeValidator(addresses.storage_url)] = Field(
        default="sqlite+aiosqlite:///taprose.db",
        repr=False,  # it may carry a password
        description='misalnya "sqlite+aiosqlite:///taprose.db" atau "postgresql+asyncpg://user:password@host/taprose"',
    )


class GroupsSection(Section):
    """The groups above the agencies; /hubungkan in the group does the same."""

    coordination: Group = Field(default=None, description=_GROUP)
    leadership: Group = Field(default=None, description=_GROUP)


class OfficersSection(Section):
    """Who may act for an agency, and whether their replies go out at once."""

    reply: Literal["confirm", "direct"] = Field(default="confirm", description='"confirm" atau "direct"')
    policy: Literal["members", "roster"] = Field(default="members", description='"members" atau "roster"')


class CoordinatorsSection(Section):
    """Who may coordinate from the first day."""

    user_ids: Annotated[tuple[int, ...], BeforeValidator(values.person_ids)] = Field(
        default=(), description="daftar id Telegram positif, misalnya [123456789]"
    )


class DeadlinesSection(Section):
    """How long things may take, in working days, and when work is done."""

    response_days: Days = Field(default=_USUAL.response_days, description=_DAYS)
    escalate_days: Days = Field(default=_USUAL.escalate_days, description=_DAYS)
    leadership_days: Days = Field(default=_USUAL.leadership_days, description=_DAYS)
    confirm_days: Days = Field(default=_USUAL.confirm_days, description=_DAYS)
    waiting_days: Days = Field(default=_USUAL.waiting_days, description=_DAYS)
    question_reminders: AskedAgain = Field(default=_USUAL.question_reminders, description=_AGAIN)
    confirm_reminders: AskedAgain = Field(default=_USUAL.confirm_reminders, description=_AGAIN)
    work_hours: WorkSpan = Field(default=_USUAL.work_hours, description=_HOURS)
    digest_at: Annotated[time, BeforeValidator(values.time_of_day)] = Field(
        default=_USUAL.digest_at, description='jam, misalnya "07:30"'
    )
    quiet_hours: Annotated[InstanceOf[QuietHours], BeforeValidator(values.quiet_hours)] = Field(
        default=_USUAL.quiet_hours,
        description='dua jam, misalnya "21:00-06:00"; jam yang sama dua kali berarti tidak ada',
    )
    half_days: Annotated[tuple[tuple[date, WorkHours | None], ...], BeforeValidator(values.half_days)] = Field(
        default=(),
        description='tanggal dengan jamnya, misalnya "2026-12-24" = "07:30-12:00", '
        '"2027-02-08..2027-03-09" = "08:00-15:00", atau "2026-11-12" = "closed"',
    )


class AgencySection(Section):
    """An agency (OPD) that handles reports in its group."""

    code: Code = Field(description=_CODE_FORM)
    name: Text = Field(description="nama lengkap OPD")
    short: Label = Field(description=_LABEL_FORM)
    chat_id: Group = Field(default=None, description=_GROUP)
    work_hours: Annotated[InstanceOf[WorkHours] | None, BeforeValidator(values.work_hours_or_usual)] = Field(
        default=None, description=_HOURS
    )


class CategorySection(Section):
    """A kind of problem and who answers for it."""

    code: Code = Field(description=_CODE_FORM)
    name: Label = Field(description=_LABEL_FORM)
    emoji: str = Field(default="", max_length=values.LONGEST_EMOJI, description="satu emoji, atau teks kosong")
    agency: Annotated[str | None, BeforeValidator(values.text_or_none)] = Field(
        default=None, description="kode OPD; kosongkan agar laporannya ke koordinator"
    )
    needs_place: StrictBool = Field(default=True, description="true atau false")
    needs_proof: StrictBool = Field(default=False, description="true atau false")
    resolution_days: Days = Field(description=_DAYS)
    response_days: Annotated[int | None, BeforeValidator(values.days_or_usual)] = Field(default=None, description=_DAYS)
    words: Annotated[tuple[str, ...], BeforeValidator(values.words)] = Field(
        default=(), description='daftar kata dan frasa, misalnya ["jalan rusak", "berlubang"]'
    )


class EmergencySection(Section):
    """Words that mean danger now, and what is said to whoever writes them."""

    words: Annotated[tuple[str, ...], BeforeValidator(values.some_words)] = Field(
        description='daftar kata dan frasa, misalnya ["kebakaran", "rumah terbakar"]'
    )
    say: Text = Field(description='baris dengan nomor yang ditelepon, misalnya "Pemadam kebakaran: 113. Darurat: 112."')
