"""The world: people, bots, chats, messages, files, and the rules that hold for them."""

from sandbox.world.world import World

__all__ = ["World"]
