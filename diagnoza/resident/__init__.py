"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident import accessibility, contact, erasure, kiosk, returning
from diagnoza.resident.views import blueprint

__all__ = ["accessibility", "blueprint", "contact", "erasure", "kiosk", "returning"]
