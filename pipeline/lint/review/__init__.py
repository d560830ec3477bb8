"""Findings for the reviewer of a branch: those on changed lines first, those of one cause folded into one."""

from pipeline.lint.review.review import Review

__all__ = ["Review"]
