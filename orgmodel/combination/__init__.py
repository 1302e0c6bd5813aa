"""Several proposals as one: what they want, in which order, where they conflict, and carried over to another baseline."""
