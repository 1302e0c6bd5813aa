"""Real organisations in: registers, organograms, hierarchies and linked data to a baseline, every defect reported."""
