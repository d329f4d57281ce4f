"""Values from the environment: TAPROSE_SECTION__KEY stands for a key of config.toml, TAPROSE_SECTION for a whole section."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from bot.settings.mistakes import ENVIRONMENT, Mistake, listed, suggestion

PREFIX = "TAPROSE_"
TOKEN_VARIABLE = "TAPROSE_TELEGRAM__TOKEN"  # noqa: S105 - the name of the variable, not a token

_DELIMITER = "__"


def variable_for(section: str, key: str = "") -> str:
    """Return the variable that stands for a section, or for a key of it."""
    return f"{PREFIX}{section}{_DELIMITER if key else ''}{key}".upper()


def from_environment(environ: Mapping[str, str], sections: Collection[str]) -> tuple[dict[str, Any], list[Mistake]]:
    """Return the values by section and key, and a mistake for each variable whose section does not exist.

    Other variables that begin with TAPROSE_ name no key and are left alone (TAPROSE_CONFIG).
    """
    values: dict[str, Any] = {}
    mistakes = []
    for variable in sorted(environ):  # a section comes before its keys, which go on top of it
        if not variable.upper().startswith(PREFIX):
            continue
        section, delimiter, key = variable[len(PREFIX) :].lower().partition(_DELIMITER)
        if section in sections:
            value = _read(environ[variable])
            if not delimiter:
                values[section] = value
            elif isinstance(values.setdefault(section, {}), dict):
                values[section][key] = value
        elif delimiter:
            wrong = f"tidak ada bagian [{section}]{suggestion(section, sections)}"
            mistakes.append(Mistake(ENVIRONMENT, variable, wrong, f"bagian yang dikenal: {listed(sections)}"))
    return values, mistakes


def _read(text: str) -> Any:
    """Return the list or table that a text is in JSON; any other text is left for its key to read."""
    if text.lstrip().startswith(("[", "{")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    return text
