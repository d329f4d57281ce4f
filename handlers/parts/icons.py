"""Pictures that stand for a report's status."""

from storage.tables import Status

ICONS = {
    Status.SUBMITTED: "🆕",
    Status.IN_PROGRESS: "🔧",
    Status.WAITING_REPORTER: "❓",
    Status.RESOLVED: "✅",
    Status.CLOSED: "🏁",
    Status.CANNOT_ACT: "⛔",
    Status.REJECTED: "⛔",
    Status.MERGED: "🔗",
    Status.WITHDRAWN: "⏹",
}
"""For officers: what was done last."""

DOTS = {
    Status.SUBMITTED: "🟡",
    Status.IN_PROGRESS: "🔵",
    Status.WAITING_REPORTER: "🟠",
    Status.RESOLVED: "🟢",
    Status.CLOSED: "⚪",
    Status.CANNOT_ACT: "🔴",
    Status.REJECTED: "🔴",
    Status.MERGED: "⚪",
    Status.WITHDRAWN: "⚪",
}
"""For reporters: how far it has come."""
