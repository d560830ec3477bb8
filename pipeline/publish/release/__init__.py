"""Releases on disk: staged, flushed, swapped in whole, archived."""
