"""An exercise set: the paper, its marking scheme, and the key that running the paper gives."""
