"""The desk: the only way in which anything happens to a report.

Chat handlers, the clock and any later interface call the same functions. Each checks who may and what the report's
life allows, changes the report, records an event, and has everyone concerned told, all in the caller's transaction.
"""

from reports.desk.aftercare import AftercareDesk
from reports.desk.case import Calendar, Listener
from reports.desk.clock import ClockDesk
from reports.desk.coordinator import CoordinatorDesk
from reports.desk.reporter import Filing, ReporterDesk


class Desk(ReporterDesk, CoordinatorDesk, ClockDesk, AftercareDesk):
    """Everything that reporters, officers, coordinators and the clock can do. One per transaction."""


__all__ = ["Calendar", "Desk", "Filing", "Listener"]
