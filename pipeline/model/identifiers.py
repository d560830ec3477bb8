"""Identifiers that hold over all releases and programs: UUIDs made from ids, so that nobody has to keep a list."""

from typing import Literal
from uuid import UUID, uuid5

# Never to change: every identifier ever published hangs on it.
NAMESPACE = UUID("2254750d-ca2f-43e3-be7a-a4200510e926")
Kind = Literal[
    "strategy", "factor", "learner-model", "vocabulary", "hasFactor", "hasStrategy", "targetsFactor", "relatedTo"
]


def identifier_of(kind: Kind, *ids: str) -> str:
    """The identifier of a thing by its id, or of a relationship by the ids of its two ends."""
    return str(uuid5(NAMESPACE, ":".join((kind, *ids))))
