"""A check as a reviewer looks at it: what a branch changed, in the order of what it touches, one note per cause."""

from pipeline.lint.review.review import Review

__all__ = ["Review"]
