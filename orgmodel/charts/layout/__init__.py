"""Pure layout: a tree of box sizes in, places and lines out; nothing here draws."""
