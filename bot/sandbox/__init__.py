"""A local Telegram: a Bot API server with people and groups, for trying, training and testing. Imports nothing of ours."""

from bot.sandbox.client import Client, Group, Person, Screen, Shown
from bot.sandbox.clock import Clock
from bot.sandbox.server import DEFAULT_TOKEN, Sandbox, create_app
from bot.sandbox.world import World

__all__ = ["DEFAULT_TOKEN", "Client", "Clock", "Group", "Person", "Sandbox", "Screen", "Shown", "World", "create_app"]
