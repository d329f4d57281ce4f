"""What a person is in the middle of; None is nothing at all."""

from aiogram.fsm.state import State, StatesGroup


class Talk(StatesGroup):
    """Filing a report, adding to one, taking one back, saying why it is not fixed, or how well it was handled; then a survey."""

    filing = State()
    adding = State()
    withdrawing = State()
    reopening = State()
    commenting = State()
    surveying = State()
