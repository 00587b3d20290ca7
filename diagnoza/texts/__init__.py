"""Texts that a library shows residents under its own name: how they are written, checked, filled in; the ready ones."""
