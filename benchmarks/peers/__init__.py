"""Other programs over the same library: each module sets one up."""
