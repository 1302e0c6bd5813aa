"""Registers of units with predecessors and successors, or pairs of codes before and after."""
