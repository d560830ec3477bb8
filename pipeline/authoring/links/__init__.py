"""Asks the addresses outside of a library whether they are still there."""
