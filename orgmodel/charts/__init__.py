"""Org charts: layout without drawing, pages, and renderers that share one box model."""
