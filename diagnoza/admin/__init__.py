"""For whoever keeps the installation running."""

from diagnoza.admin.views import blueprint

__all__ = ["blueprint"]
