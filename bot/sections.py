"""The sections of config.toml: their keys, defaults and forms. Descriptions say what is right, for whoever mistyped."""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, SecretStr, StrictBool

from bot import values
from reports.regency import Clocks, QuietHours, WorkHours

_USUAL = Clocks()

Text = Annotated[str, BeforeValidator(values.text)]
Label = Annotated[str, BeforeValidator(values.label)]
Code = Annotated[str, BeforeValidator(values.code)]
Days = Annotated[int, BeforeValidator(values.days)]
AskedAgain = Annotated[tuple[int, ...], BeforeValidator(values.reminder_days)]
Group = Annotated[int | None, BeforeValidator(values.group_id)]
WorkSpan = Annotated[InstanceOf[WorkHours], BeforeValidator(values.work_hours)]

_DAYS = "a whole number of working days from 1 to 365, for example 14"
_AGAIN = "rising numbers of days, for example [2, 5]; an empty list for none"
_GROUP = "the id of a group is a negative whole number, for example -1001234567890"
_HOURS = 'two times of one day, for example "07:30-16:00"'
_LABEL_FORM = f"a short name of at most {values.LONGEST_LABEL} characters"
_CODE_FORM = f"letters, digits, '-', '_' and '.', at most {values.LONGEST_CODE}, no spaces"


class Section(BaseModel):
    """A table of config.toml: its keys and no others, fixed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=False)


class RegencySection(Section):
    """Whom the bot serves."""

    name: Text = Field(description='the full name, for example "Kabupaten Tuban"')
    code: Annotated[str, BeforeValidator(values.region_code)] = Field(
        description='the Kemendagri code of the regency, for example "35.23"'
    )
    ticket_prefix: Annotated[str, BeforeValidator(values.ticket_prefix)] = Field(
        description='two to six capital letters, for example "TBN"'
    )
    timezone: Annotated[InstanceOf[ZoneInfo], BeforeValidator(values.time_zone)] = Field(
        default=ZoneInfo("Asia/Jakarta"), description='a name of the IANA list, for example "Asia/Jakarta"'
    )
    language: Literal["id", "jv", "en"] = Field(default="id", description='one of "id", "jv", "en"')
    outline: Annotated[tuple[tuple[float, float], ...], BeforeValidator(values.outline)] = Field(
        default=(), description="pairs [longitude, latitude] around the regency, at least three, or none at all"
    )


class TelegramSection(Section):
    """How the bot reaches Telegram. The token comes from the environment or a file of its own."""

    mode: Literal["polling", "webhook"] = Field(default="polling", description='"polling" or "webhook"')
    api_url: Annotated[str, BeforeValidator(values.api_url)] = Field(
        default="https://api.telegram.org",
        description='http(s) address of the Bot API, for example "https://api.telegram.org"',
    )
    webhook_url: Annotated[str, BeforeValidator(values.webhook_url)] = Field(
        default="", description="a public https address on port 443, 80, 88 or 8443 that leads to telegram.listen"
    )
    listen: Annotated[str, BeforeValidator(values.listen)] = Field(
        default="127.0.0.1:8080", description='a host and a port, for example "127.0.0.1:8080"'
    )
    token_file: Path | None = Field(
        default=None, description="the path of a file that holds nothing but the token (relative to config.toml)"
    )
    token: Annotated[SecretStr, BeforeValidator(values.bot_token)] | None = Field(
        default=None,
        repr=False,
        exclude=True,  # no key of the file
        description="take it from @BotFather, it looks like 123456789:AAE...; never in config.toml",
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

    url: Annotated[str, BeforeValidator(values.storage_url)] = Field(
        default="sqlite+aiosqlite:///taprose.db",
        repr=False,  # it may carry a password
        description='for example "sqlite+aiosqlite:///taprose.db" or "postgresql+asyncpg://user:password@host/taprose"',
    )


class GroupsSection(Section):
    """The groups above the agencies; /hubungkan in the group does the same."""

    coordination: Group = Field(default=None, description=_GROUP)
    leadership: Group = Field(default=None, description=_GROUP)


class OfficersSection(Section):
    """Who may act for an agency, and whether their replies go out at once."""

    reply: Literal["confirm", "direct"] = Field(default="confirm", description='"confirm" or "direct"')
    policy: Literal["members", "roster"] = Field(default="members", description='"members" or "roster"')


class CoordinatorsSection(Section):
    """Who may coordinate from the first day."""

    user_ids: Annotated[tuple[int, ...], BeforeValidator(values.person_ids)] = Field(
        default=(), description="a list of positive Telegram ids, for example [123456789]"
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
        default=_USUAL.digest_at, description='a time of day, for example "07:30"'
    )
    quiet_hours: Annotated[InstanceOf[QuietHours], BeforeValidator(values.quiet_hours)] = Field(
        default=_USUAL.quiet_hours, description='two times, for example "21:00-06:00"; the same time twice means never'
    )
    half_days: Annotated[tuple[tuple[date, WorkHours | None], ...], BeforeValidator(values.half_days)] = Field(
        default=(),
        description='dates with their hours, for example "2026-12-24" = "07:30-12:00", '
        '"2027-02-08..2027-03-09" = "08:00-15:00" or "2026-11-12" = "closed"',
    )


class AgencySection(Section):
    """An agency (OPD) that handles reports in its group."""

    code: Code = Field(description=_CODE_FORM)
    name: Text = Field(description="the full name of the agency")
    short: Label = Field(description=_LABEL_FORM)
    chat_id: Group = Field(default=None, description=_GROUP)
    work_hours: Annotated[InstanceOf[WorkHours] | None, BeforeValidator(values.work_hours_or_usual)] = Field(
        default=None, description=_HOURS
    )


class CategorySection(Section):
    """A kind of problem and who answers for it."""

    code: Code = Field(description=_CODE_FORM)
    name: Label = Field(description=_LABEL_FORM)
    emoji: str = Field(default="", max_length=values.LONGEST_EMOJI, description="one emoji, or an empty text")
    agency: Annotated[str | None, BeforeValidator(values.text_or_none)] = Field(
        default=None, description="the code of an agency; leave it out to send the reports to the coordinators"
    )
    needs_place: StrictBool = Field(default=True, description="true or false")
    needs_proof: StrictBool = Field(default=False, description="true or false")
    resolution_days: Days = Field(description=_DAYS)
    response_days: Annotated[int | None, BeforeValidator(values.days_or_usual)] = Field(default=None, description=_DAYS)
    words: Annotated[tuple[str, ...], BeforeValidator(values.words)] = Field(
        default=(), description='a list of words and phrases, for example ["jalan rusak", "berlubang"]'
    )


class EmergencySection(Section):
    """Words that mean danger now, and what is said to whoever writes them."""

    words: Annotated[tuple[str, ...], BeforeValidator(values.some_words)] = Field(
        description='a list of words and phrases, for example ["kebakaran", "rumah terbakar"]'
    )
    say: Text = Field(
        description='the line with the numbers to call, for example "Pemadam kebakaran: 113. Darurat: 112."'
    )
