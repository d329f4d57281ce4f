"""Configuration: config.toml and the environment, read once at the start and checked as a whole.

`load` either returns settings that fit together or raises BadConfiguration with every mistake at once.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError

from bot.settings import crosschecks, sections, values
from bot.settings.environment import TOKEN_VARIABLE, from_environment, variable_for
from bot.settings.mistakes import ENVIRONMENT, BadConfiguration, Mistake, from_validation
from bot.settings.toml import read, why_unreadable
from reports.regency import Agency, Category, Clocks, Emergency, Regency

__all__ = ["BadConfiguration", "Mistake", "Settings", "load"]


class Settings(sections.Section):
    """Everything the operator decides. Values are typed and checked; secrets do not show in its text."""

    about: sections.RegencySection = Field(
        alias="regency", description="bagian [regency] dengan name, code, dan ticket_prefix"
    )
    telegram: sections.TelegramSection = sections.TelegramSection()
    storage: sections.StorageSection = sections.StorageSection()
    groups: sections.GroupsSection = sections.GroupsSection()
    officers: sections.OfficersSection = sections.OfficersSection()
    coordinators: sections.CoordinatorsSection = sections.CoordinatorsSection()
    deadlines: sections.DeadlinesSection = sections.DeadlinesSection()
    agency: tuple[sections.AgencySection, ...] = Field(default=(), description="tabel-tabel [[agency]]")
    category: tuple[sections.CategorySection, ...] = Field(default=(), description="tabel-tabel [[category]]")
    emergency: tuple[sections.EmergencySection, ...] = Field(default=(), description="tabel-tabel [[emergency]]")

    def regency(self) -> Regency:
        """Return the regency as the rules see it."""
        return Regency(
            name=self.about.name,
            code=self.about.code,
            ticket_prefix=self.about.ticket_prefix,
            timezone=self.about.timezone,
            language=self.about.language,
            agencies=tuple(Agency(**dict(agency)) for agency in self.agency),
            categories=tuple(Category(**dict(category)) for category in self.category),
            emergencies=tuple(Emergency(**dict(emergency)) for emergency in self.emergency),
            clocks=Clocks(**dict(self.deadlines)),
            outline=self.about.outline,
        )

    def token(self) -> SecretStr:
        """Return the bot's token. Raises BadConfiguration if none is set."""
        if self.telegram.token is None:
            right = f"isi {TOKEN_VARIABLE}, atau sebut berkas yang memuatnya di telegram.token_file"
            raise BadConfiguration([Mistake(ENVIRONMENT, TOKEN_VARIABLE, "token bot belum ada", right)])
        return self.telegram.token


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Return the settings of a config.toml with the environment's values on top.

    Raises BadConfiguration with every mistake in both.
    """
    data = read(path)
    mistakes = list(_token_in_file(path, data))
    known = [field.alias or name for name, field in Settings.model_fields.items()]
    overrides, unknown = from_environment(environ, known)
    mistakes += unknown
    merged = _on_top(data, overrides)
    mistakes += _read_token_file(path, merged)

    def place(key: str) -> tuple[str, str]:
        section, _, name = key.partition(".")
        override = overrides.get(section)
        if isinstance(override, dict):
            return (ENVIRONMENT, variable_for(section, name)) if name in override else (str(path), key)
        return (str(path), key) if override is None else (ENVIRONMENT, variable_for(section))

    settings: Settings | None = None
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as error:
        mistakes += (
            Mistake(*place(key), wrong, right) for key, wrong, right in from_validation(error, Settings, merged)
        )
    mistakes += (Mistake(*place(key), wrong, right) for key, wrong, right in crosschecks.find(merged))
    if mistakes or settings is None:
        raise BadConfiguration(mistakes)
    return settings


def _token_in_file(path: Path, data: dict[str, Any]) -> Iterator[Mistake]:
    """Refuse a token in the file, and take it out so that nothing later can show it."""
    telegram = data.get("telegram")
    if isinstance(telegram, dict) and telegram.pop("token", None) is not None:
        right = f"hapus dari sini, lalu isi {TOKEN_VARIABLE} atau sebut berkas yang memuatnya di telegram.token_file"
        yield Mistake(str(path), "telegram.token", "token tidak boleh ada di berkas ini", right)


def _read_token_file(path: Path, merged: dict[str, Any]) -> Iterator[Mistake]:
    """Put the content of telegram.token_file in as the token, unless the environment gave one."""
    telegram = merged.get("telegram")
    named = telegram.get("token_file") if isinstance(telegram, dict) else None
    if not isinstance(telegram, dict) or not isinstance(named, str) or not named or telegram.get("token"):
        return
    file = path.parent / Path(named).expanduser()
    try:
        telegram["token"] = values.bot_token(file.read_text(encoding="utf-8"))
    except OSError as error:
        wrong = f"{named!r} {why_unreadable(error)}"
    except ValueError:  # not UTF-8, or not a token
        wrong = f"{named!r} tidak berisi token bot"
    else:
        return
    right = sections.OWN_FILE_FORM
    yield Mistake(str(path), "telegram.token_file", wrong, right)


def _on_top(data: dict[str, Any], overrides: dict[str, Any]) -> dict[str, Any]:
    """Return the file's tables with the overrides' keys in their place."""
    merged = dict(data)
    for section, keys in overrides.items():
        below = merged.get(section)
        merged[section] = {**below, **keys} if isinstance(below, dict) and isinstance(keys, dict) else keys
    return merged
