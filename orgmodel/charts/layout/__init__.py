"""Pure layout: a tree of box sizes in, coordinates and lines out; nothing here draws."""
