"""For librarians: campaigns, diagnosis, import and export."""

from diagnoza.librarian import imports, paper, paper_twice, posters, slips
from diagnoza.librarian.views import blueprint

__all__ = ["blueprint", "imports", "paper", "paper_twice", "posters", "slips"]
