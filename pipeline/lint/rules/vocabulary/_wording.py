"""Words for faults that every data file can have."""

from pipeline.model import wording
from pipeline.source.parse import Problem


def common(problem: Problem) -> tuple[str, str] | None:
    """Message and help of a fault of shape; None for a fault that only one kind of file can have."""
    data = problem.data
    match data["what"]:
        case "missing-file":
            return f"the file {problem.span.path} is missing", "take it from another library, or from a backup"
        case "shape" if data["wanted"] == "list":
            return "this file must be a list", "begin each item with a hyphen and a space, such as `- id: attention`"
        case "shape":
            return "this file must hold fields", "write each as its name, a colon, a space and its value"
        case "missing-field":
            return wording.missing_field(data), wording.accepted(data)
        case "unknown-field":
            return wording.unknown_field(data), "fields here are " + data["known"]
        case "invalid-value":
            return wording.invalid_value(data), wording.accepted(data)
    return None
