"""Documents of earlier bundles in the shapes of today, as far as their consumers are concerned."""

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.model.published import SCHEMA_VERSION

# The id of a library in a bundle that does not say it.
UNSAID = ""


def of_today(document: dict[str, Any]) -> dict[str, Any]:
    """A document in the shape of today; one that is not of an earlier shape stays as it is."""
    steps = STEPS.get(str(document.get("schema_version")))
    if steps is None:
        return document
    return steps(document) | {"schema_version": SCHEMA_VERSION}


def _from_1_0(document: dict[str, Any]) -> dict[str, Any]:
    """1.1 added the library's id."""
    library = document.get("library")
    return document | {"library": {"id": UNSAID} | library if isinstance(library, dict) else library}


STEPS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"1.0.0": _from_1_0}
