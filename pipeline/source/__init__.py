"""Source text and positions in it, files of a library and their discovery, git, and parsing."""
