"""Whether words are enough, and not too many, for an answer."""

from reports.filing.draft import StepKey
from reports.filing.outcomes import Problem, Reason
from reports.filing.typed_text import count_words, has_letters


def length_problem(field: StepKey, text: str, *, minimum: int, limit: int, words: int) -> Problem | None:
    """Return why a text is no answer: fewer than `minimum` or more than `limit` characters, or too few words."""
    count = len(text)
    if not has_letters(text):
        return Problem(Reason.NO_WORDS, {"field": field, "minimum": minimum})
    if count < minimum or count_words(text) < words:
        return Problem(Reason.TOO_SHORT, {"field": field, "minimum": minimum, "count": count})
    if count > limit:
        return Problem(Reason.TOO_LONG, {"field": field, "limit": limit, "count": count, "over": count - limit})
    return None
