"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident import kiosk, returning
from diagnoza.resident.views import blueprint

__all__ = ["blueprint", "kiosk", "returning"]
