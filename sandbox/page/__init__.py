"""The page at `/`, for a browser."""

from sandbox.page.routes import add_page

__all__ = ["add_page"]
