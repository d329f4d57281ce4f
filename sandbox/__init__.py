"""A local Telegram: a Bot API server with people and groups, for trying, training and testing. Imports nothing of ours."""

from sandbox.client import Client, Group, Person, Refused, attachment
from sandbox.screens import Screen, Shown
from sandbox.server import DEFAULT_TOKEN, Sandbox, create_app
from sandbox.support.clock import Clock
from sandbox.world import World
from sandbox.world.call_log import CallRecord
from sandbox.world.files import TINY_PNG

__all__ = [
    "DEFAULT_TOKEN",
    "TINY_PNG",
    "CallRecord",
    "Client",
    "Clock",
    "Group",
    "Person",
    "Refused",
    "Sandbox",
    "Screen",
    "Shown",
    "World",
    "attachment",
    "create_app",
]
