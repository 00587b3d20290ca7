"""For residents: the survey at `/a/<slug>`."""

from diagnoza.resident.views import blueprint

__all__ = ["blueprint"]
