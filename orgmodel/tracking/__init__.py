"""Following a proposal up: the board of its steps, dates, discrepancies, and figures still to be supplied."""
