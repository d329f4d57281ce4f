"""What a person is in the middle of; None is nothing at all."""

from aiogram.fsm.state import State, StatesGroup

STORED = "Talk"
"""The first half of a state as it is stored with each conversation: it must not follow the class's name."""


class Activity(StatesGroup):
    """Filing a report, adding to one, answering its agency, taking one back, saying why it is not fixed, or how well it was handled; then a survey."""

    filing = State(group_name=STORED)
    adding = State(group_name=STORED)
    answering = State(group_name=STORED)
    withdrawing = State(group_name=STORED)
    reopening = State(group_name=STORED)
    commenting = State(group_name=STORED)
    surveying = State(group_name=STORED)
