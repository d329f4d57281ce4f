"""Mistakes in the configuration: collected all at once, each told in one line that says what would be right.

The lines are Indonesian, like everything the operators of a regency read.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

ENVIRONMENT = "variabel lingkungan"
"""Stands where a file's name would, for a value that came from an environment variable."""

SEE = "lihat docs/configuration.md"
"""What is said to be right where nothing more exact is known."""

_LONGEST_VALUE = 60
"""Characters of a wrong value that a line still shows."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: in which file (or the environment), at which key, and what would be right."""

    file: str
    key: str
    wrong: str
    right: str

    def __str__(self) -> str:
        """Return the line the operator reads."""
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.wrong}; {self.right}"


class BadConfiguration(Exception):
    """The configuration cannot be used; `mistakes` has every reason."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = list(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return " (maksudnya 'x'?)" for the known word most like the wrong one, or nothing."""
    by_small = {word.casefold(): word for word in known}
    close = difflib.get_close_matches(wrong.casefold(), by_small, n=1, cutoff=0.6)
    return f" (maksudnya {by_small[close[0]]!r}?)" if close else ""


def listed(words: Iterable[str]) -> str:
    """Return the words in one line, shortened when there are very many."""
    words = list(words)
    shown = ", ".join(words[:25])
    return f"{shown}, dan {len(words) - 25} lagi" if len(words) > 25 else shown


def from_validation(
    error: ValidationError, root: type[BaseModel], data: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """Yield (key, wrong, right) for every error that pydantic found in `data`.

    What would be right is the description of the field; values of secret fields are never shown.
    """
    for item in error.errors(include_url=False):
        location = item["loc"]
        field, model = _field_at(root, location)
        key = key_of(location)
        name = str(location[-1])
        if item["type"] == "extra_forbidden":
            known = [] if model is None else _keys_of(model)
            noun = "bagian" if len(location) == 1 else "kunci"
            yield key, f"{noun} itu tidak dikenal{suggestion(name, known)}", f"yang dikenal di sini: {listed(known)}"
            continue
        if item["type"] in ("model_type", "model_attributes_type"):
            yield key, "bukan tabel", f"tulis [[{location[0]}]]" if len(location) > 1 else f"tulis [{key}]"
            continue
        right = f"seharusnya {field.description}" if field is not None and field.description else SEE
        if item["type"] == "missing":
            yield key, f"belum ada{_label(data, location)}", right
        elif item["type"] == "not_right":
            yield key, str(item["msg"]), right
        else:
            secret = field is not None and not field.repr
            value = "nilai ini" if secret else _shown(item["input"])
            yield key, f"{value} tidak dapat dipakai", right


def key_of(location: tuple[int | str, ...]) -> str:
    """Return the key as an operator counts: ("category", 2, "agency") is "category[3].agency"."""
    key = ""
    for part in location:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        else:
            key += f".{part}" if key else part
    return key


def _keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if not field.exclude]


def _field_at(
    root: type[BaseModel], location: tuple[int | str, ...]
) -> tuple[FieldInfo | None, type[BaseModel] | None]:
    """Return the innermost described field on the way to a place, and the model that holds the place's last part."""
    model: type[BaseModel] | None = root
    field: FieldInfo | None = None
    holder: type[BaseModel] | None = root
    for part in location:
        if isinstance(part, int) or model is None:
            continue
        holder = model
        inner = next((field for name, field in model.model_fields.items() if part == (field.alias or name)), None)
        if inner is None:
            return None, holder
        field = inner
        model = _model_in(inner.annotation)
    return field, holder


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation is or holds (`Section`, `tuple[Section, ...]`), if any."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _label(data: Mapping[str, Any], location: tuple[int | str, ...]) -> str:
    """Return " (pada 'pju')" for a place inside an array's table that has a code, so that it is found without counting."""
    if len(location) < 3 or not isinstance(location[1], int):
        return ""
    items = data.get(str(location[0]))
    item = items[location[1]] if isinstance(items, list | tuple) and location[1] < len(items) else None
    code = item.get("code") if isinstance(item, Mapping) else None
    return f" (pada {code!r})" if isinstance(code, str) and location[2] != "code" else ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
