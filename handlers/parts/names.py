"""What agencies and states are called on a screen."""

from handlers.office import Office
from handlers.texts import Speech
from storage.tables import Status


def agency_name(office: Office, code: str | None, speech: Speech) -> str:
    """Return an agency's short name, also that of a retired one; the coordinators' where there is none."""
    if code is None:
        return speech.plain_text("coordinators")
    return office.regency.agency_of_report(code).short


def status_name(status: Status, speech: Speech) -> str:
    """Return a status in words."""
    return speech.plain_text(f"status-{status.value.replace('_', '-')}")
