"""Cleaning files: nothing but what a picture, a PDF or a video shows goes on; who made it, where and with what does not."""

from bot.cleaning.process import Cleaned, clean
from bot.cleaning.refusal import CannotBeCleaned

__all__ = ["CannotBeCleaned", "Cleaned", "clean"]
