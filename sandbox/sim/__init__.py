"""`/sim`: what tests, the page and a demo use to act for people and to change the world. JSON in, JSON out."""

from sandbox.sim.routes import add_routes

__all__ = ["add_routes"]
