"""Structures out: our own JSON without loss, and other formats, each of which says what it cannot carry."""
