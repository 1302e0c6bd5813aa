"""From two structures to the operations that lead from one to the other; the way in is `difference.difference`.

Each module imports only those before it: evidence, likeness, matching, handovers; search, allocation, lifecycle,
hypotheses, remainder; infer, difference.
"""
