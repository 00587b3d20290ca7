"""SQL in, dataclasses out. Nothing here commits, and nothing here knows Flask or pandas."""
