"""One family of errors for everything the rules refuse.

Each class names what went wrong; its message is for the log, its attributes are for the screen that explains it.
"""


class TaproseError(Exception):
    """Something the rules refuse. Nothing was changed."""


class UnknownCode(TaproseError):
    """The configuration has no agency or category of that code."""

    def __init__(self, noun: str, code: str) -> None:
        super().__init__(f"the configuration has no {noun} {code!r}")
        self.noun = noun
        self.code = code


class NotATicket(TaproseError):
    """The text does not have the form of a ticket (TBN-26-000042-X)."""


class WrongCheckCharacter(TaproseError):
    """The text has the form of a ticket, but its last character does not fit the rest: somebody mistyped it."""


class OutsideRegency(TaproseError):
    """The place lies outside the regency."""


class NaiveDatetime(TaproseError):
    """A moment without a time zone was given where an aware one is needed."""


class IllegalMove(TaproseError):
    """The report's life does not allow this act in its present status."""


class NotAllowed(TaproseError):
    """This person may not do this to this report."""


class NotForThisRole(NotAllowed, IllegalMove):
    """Nobody in this person's role ever does this to a report: it is neither theirs nor possible at any time."""


class NotFound(TaproseError):
    """There is no such report for this person."""


class Missing(TaproseError):
    """The act lacks something it needs: a reason, a proof photo, a text within its limits."""

    def __init__(self, what: str) -> None:
        super().__init__(f"this act needs: {what}")
        self.what = what


class BadPromise(TaproseError):
    """A promised day that cannot be kept to: past, more than a year ahead, or without work (`why`)."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no promise for such a day: {why}")
        self.why = why
