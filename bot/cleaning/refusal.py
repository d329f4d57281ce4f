"""Why a file is not cleaned."""


class CannotBeCleaned(Exception):
    """A file of which nobody can say that nothing personal is left; the message says why, without its name."""
