"""Checks and publishes libraries of instructional strategies."""

__version__ = "0.1.0"
