"""Proposing a map of strangers' files: which sheet is what, which column is what, and how sure that is."""
