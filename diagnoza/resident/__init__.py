"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident import erasure, kiosk, returning
from diagnoza.resident.views import blueprint

__all__ = ["blueprint", "erasure", "kiosk", "returning"]
