"""Outcomes side by side: measures, units, lines, lineage, ledger, and what differs in words."""
