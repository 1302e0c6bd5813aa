"""Rules of law, reference models, freezes and dates as data, and what they find in a proposal."""
