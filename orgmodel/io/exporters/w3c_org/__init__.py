"""Organisations as linked data in the W3C organization ontology, with what is lost."""
