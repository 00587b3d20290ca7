"""For librarians: campaigns, diagnosis, import and export."""

from diagnoza.librarian import imports, posters
from diagnoza.librarian.views import blueprint

__all__ = ["blueprint", "imports", "posters"]
