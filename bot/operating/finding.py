"""What the doctor finds: one line of its table each."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How a thing is, as the table marks it. A warning asks for attention and keeps nothing from working."""

    FINE = "✅"
    WARNING = "⚠️"
    WRONG = "❌"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to know or do."""

    subject: str
    severity: Severity
    words: str


def fine(subject: str, words: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(subject, Severity.FINE, words)


def warning(subject: str, words: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(subject, Severity.WARNING, words)


def wrong(subject: str, words: str) -> Finding:
    """Return a finding of what must be mended."""
    return Finding(subject, Severity.WRONG, words)


def judged(subject: str, words: str, *, well: bool) -> Finding:
    """Return a finding that is fine or wrong."""
    return Finding(subject, Severity.FINE if well else Severity.WRONG, words)
