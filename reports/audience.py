"""Who hears of a report."""

from collections.abc import Sequence

from storage.people import Known
from storage.tables.reports import Identity, Report
from storage.transaction import Transaction


async def audience(transaction: Transaction, report: Report) -> Sequence[Known]:
    """Return who hears what becomes of a report: its reporter, then its supporters, the first of them first.

    Of a confidential report nobody but its reporter hears anything.
    """
    people = [] if report.reporter_id is None else [report.reporter_id]
    if report.identity is not Identity.CONFIDENTIAL and report.id is not None:
        supporters = await transaction.supporters.of_report(report.id)
        people += [person for person in supporters if person != report.reporter_id]
    await transaction.people.prefetch(people)
    return [known for person in people if (known := await transaction.people.get(person)) is not None]
