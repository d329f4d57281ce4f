"""Every table, so that one import knows the whole schema."""

from storage.tables.gatherings import GatheredReport
from storage.tables.inbox import InboxState, InboxUpdate
from storage.tables.jobs import Job, JobKind, JobRecipient, JobState
from storage.tables.outbox import MessageLink, OutboxMessage, OutboxState, Priority, Role
from storage.tables.people import Conversation, Counter, Group, GroupRole, Person
from storage.tables.reminders import Reminder, ReminderKind, ReminderState, Survey
from storage.tables.reports import (
    IN_HAND,
    OPEN,
    ActorKind,
    AttachmentKind,
    Closing,
    EventKind,
    Identity,
    Proposal,
    Report,
    ReportAttachment,
    ReportEvent,
    ReportKind,
    Status,
)

__all__ = [
    "IN_HAND",
    "OPEN",
    "ActorKind",
    "AttachmentKind",
    "Closing",
    "Conversation",
    "Counter",
    "EventKind",
    "GatheredReport",
    "Group",
    "GroupRole",
    "Identity",
    "InboxState",
    "InboxUpdate",
    "Job",
    "JobKind",
    "JobRecipient",
    "JobState",
    "MessageLink",
    "OutboxMessage",
    "OutboxState",
    "Person",
    "Priority",
    "Proposal",
    "Reminder",
    "ReminderKind",
    "ReminderState",
    "Report",
    "ReportAttachment",
    "ReportEvent",
    "ReportKind",
    "Role",
    "Status",
    "Survey",
]
