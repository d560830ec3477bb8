"""Writes bundles: staged, verified, swapped in whole."""
