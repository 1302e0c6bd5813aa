"""Core: records, columns, structures, changes, the ledger."""
