"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident import contact, erasure, kiosk, returning
from diagnoza.resident.views import blueprint

__all__ = ["blueprint", "contact", "erasure", "kiosk", "returning"]
