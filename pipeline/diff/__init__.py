"""What changed between two states of a library, whom it touches, and which version says so honestly."""
