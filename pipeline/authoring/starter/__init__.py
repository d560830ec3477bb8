"""A new library: its files, the house rules it starts from, and what existing pages share."""
