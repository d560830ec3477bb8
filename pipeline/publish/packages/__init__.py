"""Data packages for npm and PyPI, made from a bundle."""
