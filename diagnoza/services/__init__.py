"""One use case a module; a transaction starts and ends here. The first argument is an SQLAlchemy session."""
