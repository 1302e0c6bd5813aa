"""Renderers: one box model in, one file format out each."""
