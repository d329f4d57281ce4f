"""The configuration: config.toml and the environment, read once and checked as a whole."""

from bot.settings.environment import TOKEN_VARIABLE
from bot.settings.loading import Settings, load
from bot.settings.mistakes import ENVIRONMENT, BadConfiguration, Mistake
from bot.settings.unsupported import not_yet
from bot.settings.values import bot_token

__all__ = ["ENVIRONMENT", "TOKEN_VARIABLE", "BadConfiguration", "Mistake", "Settings", "bot_token", "load", "not_yet"]
