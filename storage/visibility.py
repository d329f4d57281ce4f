"""Which reports a list may show: the one place where confidential ones are kept out of what others read."""

from enum import Enum, auto

import sqlalchemy as sa

from storage.tables import REPORTS, Identity


class Sight(Enum):
    """Who reads a list. What it says of each report is decided further up; whether it is on the list, here."""

    REPORTER = auto()
    """The reporter, who sees all of their own."""
    HANDLERS = auto()
    """The agency whose reports they are, or the coordinators: they work on confidential ones as well."""
    PUBLIC = auto()
    """Everybody else, including agencies that look at others' reports."""


def on_lists_of(sight: Sight) -> sa.ColumnElement[bool]:
    """Return the condition under which a report may stand on a list."""
    return REPORTS.c.identity != Identity.CONFIDENTIAL if sight is Sight.PUBLIC else sa.true()
