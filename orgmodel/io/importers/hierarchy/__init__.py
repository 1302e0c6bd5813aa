"""Tables of positions or units that name their superior."""
