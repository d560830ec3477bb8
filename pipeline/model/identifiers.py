"""Stable identifiers: UUIDs derived from the id of a library and the ids in it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from uuid import UUID, uuid5

# Must never change: every published identifier is derived from it.
NAMESPACE = UUID("2254750d-ca2f-43e3-be7a-a4200510e926")
Kind = Literal[
    "strategy",
    "section",
    "factor",
    "category",
    "learner-model",
    "group",
    "disclaimer",
    "vocabulary",
    "term",
    "reference",
    "hasFactor",
    "hasStrategy",
    "inCategory",
    "targetsFactor",
    "relatedTo",
    "namesTerm",
    "replacedBy",
    "isChildOf",
]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of one library, given its own id."""

    library: str

    def of(self, kind: Kind, *ids: str) -> str:
        """The identifier of an entity by its id, of a section, a term or a relationship by several."""
        return uuid_of(f"{self.library} {':'.join((kind, *ids))}")

    def address(self, kind: Kind, *ids: str) -> str:
        """The identifier of an entity as a URN."""
        return f"urn:uuid:{self.of(kind, *ids)}"


# The exporters and the verification of a page use the same identifiers.
@lru_cache(maxsize=4096)
def uuid_of(name: str) -> str:
    """The UUID that is derived from a name."""
    return str(uuid5(NAMESPACE, name))
