"""Stable identifiers: UUIDs derived from the id of a library and the ids in it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from uuid import UUID, uuid5

# Must never change: every published identifier is derived from it.
NAMESPACE = UUID("2254750d-ca2f-43e3-be7a-a4200510e926")
Kind = Literal[
    "strategy", "factor", "learner-model", "vocabulary", "hasFactor", "hasStrategy", "targetsFactor", "relatedTo"
]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of one library, given its own id."""

    library: str

    def of(self, kind: Kind, *ids: str) -> str:
        """The identifier of an entity by its id, or of a relationship by the ids of its two ends."""
        return uuid_of(f"{self.library} {':'.join((kind, *ids))}")

    def address(self, kind: Kind, id_: str) -> str:
        """The identifier of an entity as a URN."""
        return f"urn:uuid:{self.of(kind, id_)}"


# The exporters and the verification of a page use the same identifiers.
@lru_cache(maxsize=4096)
def uuid_of(name: str) -> str:
    """The UUID that is derived from a name."""
    return str(uuid5(NAMESPACE, name))
