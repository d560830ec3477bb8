"""Promises about each strategy by itself. Each looks at a `View`, whether it was staged or read from a bundle."""
