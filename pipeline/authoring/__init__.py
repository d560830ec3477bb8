"""How content comes in: a new library, old content, work-lists."""
