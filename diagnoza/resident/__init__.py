"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident import kiosk
from diagnoza.resident.views import blueprint

__all__ = ["blueprint", "kiosk"]
