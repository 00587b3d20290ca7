"""For librarians: campaigns, diagnosis, import and export."""

from diagnoza.librarian import (
    contacts,
    declaration,
    imports,
    paper,
    paper_twice,
    posters,
    scans,
    scans_told,
    slips,
    texts,
)
from diagnoza.librarian.views import blueprint

__all__ = [
    "blueprint",
    "contacts",
    "declaration",
    "imports",
    "paper",
    "paper_twice",
    "posters",
    "scans",
    "scans_told",
    "slips",
    "texts",
]
