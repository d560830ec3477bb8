"""Hostile inputs that try to make a run slow: families of them, each of any size."""
