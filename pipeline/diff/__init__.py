"""Differences between two states of a library: what changed, whom it touches, which version is honest."""
