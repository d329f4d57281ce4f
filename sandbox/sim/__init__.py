"""`/sim`: the hands by which tests, the page and a demo move the world. JSON in, JSON out."""

from sandbox.sim.routes import add_routes

__all__ = ["add_routes"]
