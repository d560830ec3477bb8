"""Measures the exported site as its readers meet it."""
