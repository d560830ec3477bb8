"""Other programs for the same library; each module sets one up."""
