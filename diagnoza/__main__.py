"""`python -m diagnoza` is the `diagnoza` command."""

from diagnoza.cli import main

main()
