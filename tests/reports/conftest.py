"""Property tests here give the same verdict on every machine: fixed examples, and no stop-watch on a busy one."""

from hypothesis import settings

settings.register_profile("unit", derandomize=True, deadline=None)
settings.load_profile("unit")
