"""Double-entry bookkeeping for restructuring."""
