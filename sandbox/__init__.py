"""A local Telegram: a Bot API server with people and groups, for trying, training and testing. Imports nothing of ours."""

from sandbox.client import Client, Group, Person, Screen, Shown
from sandbox.clock import Clock
from sandbox.server import DEFAULT_TOKEN, Sandbox, create_app
from sandbox.world import World

__all__ = ["DEFAULT_TOKEN", "Client", "Clock", "Group", "Person", "Sandbox", "Screen", "Shown", "World", "create_app"]
