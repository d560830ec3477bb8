"""Fields that are there but hold nothing, which are reported as missing: an unfinished page may have them."""

from pipeline.source.parse import Problem

FAULTS = frozenset({"too_short", "string_too_short"})


def is_empty(problem: Problem) -> bool:
    """True for an empty list or text in place of a value."""
    data = problem.data
    return problem.kind == "invalid-value" and data["fault"] in FAULTS and not data.get("value") and "item" not in data
