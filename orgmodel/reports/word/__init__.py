"""Manuscripts as Word documents: real styles, repeated heads, pages on their side, vector pictures with their alternatives."""
