"""Org charts: layout without drawing, pages, and renderers that share one box model."""

from orgmodel.charts.face import Chart, chart

__all__ = ["Chart", "chart"]
