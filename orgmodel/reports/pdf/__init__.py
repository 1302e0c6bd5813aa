"""Manuscripts as tagged PDF, set by typst."""
