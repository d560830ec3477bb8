"""Releases on disk: staged, flushed, swapped in as one, archived."""
