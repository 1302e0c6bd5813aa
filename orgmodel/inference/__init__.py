"""From two structures to the operations that lead from one to the other: matching, evidence, search."""
