"""Refusals, as Telegram answers them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A call is refused: an HTTP status, Telegram's own description, and its `parameters` if it gives any."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


class SimError(Exception):
    """A request to `/sim` that cannot be carried out; the text tells the caller what to change."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def bad_request(text: str, **parameters: Any) -> ApiError:
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")
