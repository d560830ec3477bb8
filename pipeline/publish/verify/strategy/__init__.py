"""Checks of each strategy by itself. Every check in these modules runs; none is registered."""
