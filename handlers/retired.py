"""Reports of agencies that config.toml has no longer: the coordinators get a card of each, to hand it on."""

from handlers.board import Board
from handlers.office import Office
from reports.assignments import lead_of
from storage.tables import GroupRole
from storage.transaction import Transaction


async def show_retired(office: Office, transaction: Transaction) -> None:
    """Put the reports in hand of retired agencies before the coordinators, each once; done at every start."""
    coordination = await transaction.groups.of_role(GroupRole.COORDINATION)
    if coordination is None:
        return
    board = Board(office, transaction)
    for report in await transaction.reports.without_card(None, coordination.chat_id):
        lead = lead_of(report)
        if lead is not None and not office.regency.has_agency(lead):
            await board.show(report, coordination)
