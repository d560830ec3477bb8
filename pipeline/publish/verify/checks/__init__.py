"""Checks of a complete bundle, one module a subject. Every check in these modules runs; none is registered."""
