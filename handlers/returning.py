"""Somebody comes back whom nothing reached for a while."""

from datetime import datetime

from handlers.office import Office
from handlers.pushes import Pushes
from storage.transaction import Transaction


async def came_back(office: Office, transaction: Transaction, person: int, since: datetime) -> None:
    """Bring the trackers of a person up to date; what they were not told meanwhile is not said again."""
    pushes = Pushes(office, transaction)
    for report in await transaction.reports.changed_of(person, since):
        await pushes.refresh(report)
