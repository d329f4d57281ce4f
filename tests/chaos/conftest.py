"""How long the chaos run is, and which."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Chaos:
    """How many reports are filed, and the seed that decides what happens."""

    reports: int
    seed: int


@pytest.fixture
def chaos(request: pytest.FixtureRequest) -> Chaos:
    """What `--chaos-reports` and `--chaos-seed` ask for."""
    return Chaos(request.config.getoption("--chaos-reports"), request.config.getoption("--chaos-seed"))
