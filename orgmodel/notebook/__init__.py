"""Notebooks: compact rich displays of what the package gives."""
