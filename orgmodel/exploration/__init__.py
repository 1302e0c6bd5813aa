"""What a proposal comes to while figures are unsure: draws, what an outcome hangs on, and every variant."""
