"""The organograms of staff that UK bodies publish."""
