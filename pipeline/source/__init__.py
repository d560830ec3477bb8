"""Source text and its places: files of a library, their discovery, git, and parsing."""
