"""Scenarios: steps over a baseline, run to an outcome."""
