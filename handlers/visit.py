"""A visit: one update, with everything a handler needs to answer it. Every handler takes one."""

from dataclasses import dataclass

from handlers.office import Office
from handlers.reach import Reach
from handlers.texts import Speech
from handlers.voice import Voice
from reports.desk import Desk
from storage.tables import Group
from storage.transaction import Transaction


@dataclass(slots=True)
class Visit:
    """The desk to act by, the voice to speak with, and the language to speak in, all in one transaction."""

    office: Office
    tx: Transaction
    desk: Desk
    voice: Voice
    speech: Speech


@dataclass(slots=True)
class GroupVisit(Visit):
    """An update from a group; `group` is what it is to us."""

    group: Group
    reach: Reach
