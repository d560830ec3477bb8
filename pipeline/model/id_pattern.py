"""The pattern of ids in the page policy: a regular expression that no id can make slow."""

from collections.abc import Callable
from functools import cache

from pydantic_core import SchemaError, SchemaValidator, core_schema


@cache
def id_matcher(pattern: str) -> Callable[[str], bool] | None:
    """A function that tells whether a whole id matches a pattern; None if the pattern cannot be used.

    The pattern is read by Rust's `regex`, which pydantic has in it. It matches in linear time and refuses patterns
    that need a lot of memory. Python's `re` can take years for an unlucky pattern and has no time limit. The price is
    that look-around and back-references are not known.
    """
    try:
        _validator(pattern)  # by itself, as `a)(b` must not pass for two groups
        return _validator(f"^(?:{pattern})$").isinstance_python
    except SchemaError:
        return None


def _validator(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))
