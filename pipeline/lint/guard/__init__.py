"""What a change makes of the rules that content is checked by, in words for its reviewer."""

from pipeline.lint.guard.changes import RULE, policy_changes
from pipeline.lint.guard.places import placed

__all__ = ["RULE", "placed", "policy_changes"]
