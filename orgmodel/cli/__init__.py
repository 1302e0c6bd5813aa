"""Commands: thin, each touching the floors below once."""
