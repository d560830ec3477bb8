"""CSL-JSON, which citation processors read (https://docs.citationstyles.org)."""

import json
from collections.abc import Iterable, Mapping

from pipeline.publish.citations.cited_work import CSL_TEXTS, CitedWork

# The type of a work of which only a citation is known.
OTHER = "document"
# `json.dumps` would make an encoder for each value.
ENCODER = json.JSONEncoder(ensure_ascii=False)


def csl_json(works: Iterable[CitedWork]) -> str:
    """A file of items, each variable on its own line."""
    return f"[{', '.join(map(_object, works))}]\n"


def _object(work: CitedWork) -> str:
    lines = (f"  {ENCODER.encode(name)}: {ENCODER.encode(value)}" for name, value in item(work).items())
    return "{\n" + ",\n".join(lines) + "\n}"


def item(work: CitedWork) -> Mapping[str, object]:
    """The item of a work. CSL knows no variable for a licence."""
    values = {
        "id": work.key,
        "type": work.type or OTHER,
        "author": [
            {"literal": name} if whole else {"family": name} | ({"given": given} if given else {})
            for name, given, whole in work.authors
        ],
        "issued": {"date-parts": [[int(part) for part in work.day.split("-")]]} if work.day else None,
        "version": work.version,
        "language": work.language,
        **{name: getattr(work, field) for field, name in CSL_TEXTS.items()},
        "URL": work.url,
    }
    return {name: value for name, value in values.items() if value}
