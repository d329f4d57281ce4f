"""The desk of a regency with two agencies, on either database."""

import pytest

from storage.engine import Database
from tests.clock import MovableMoment
from tests.reports.desk.world import Office


@pytest.fixture
def office(database: Database, moment: MovableMoment) -> Office:
    return Office(database, moment)
