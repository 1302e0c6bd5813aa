"""Everything that is worded, in each language: records hold keys, and are looked up here."""
