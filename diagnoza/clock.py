"""The day by the clock of the libraries: Europe/Warsaw, whatever the server's own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def now() -> datetime:
    """The moment, with its zone."""
    return datetime.now(WARSAW)


def today() -> date:
    """The day in Warsaw."""
    return now().date()
