"""For the coalition: needs, readiness, recommendation."""

from diagnoza.coalition import facts, hands
from diagnoza.coalition.views import blueprint

__all__ = ["blueprint", "facts", "hands"]
