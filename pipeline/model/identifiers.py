"""Identifiers that hold over all releases and programs: UUIDs made from ids, so that nobody has to keep a list.

They begin with the library's own id: two libraries may well have the same strategy ids.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from typing import Literal
from uuid import UUID

# Never to change: every identifier ever published is made with it.
NAMESPACE = UUID("2254750d-ca2f-43e3-be7a-a4200510e926")
Kind = Literal[
    "strategy", "factor", "learner-model", "vocabulary", "hasFactor", "hasStrategy", "targetsFactor", "relatedTo"
]
# The digit that says which kind of UUID it is: two bits of it are free.
VARIANTS = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Makes the identifiers of one library, which is known by an id of its own."""

    library: str

    def of(self, kind: Kind, *ids: str) -> str:
        """The identifier of a thing by its id, or of a relationship by the ids of its two ends."""
        if len(ids) == 1:
            return _of_thing(self.library, kind, *ids)
        return uuid_of(f"{self.library} {':'.join((kind, *ids))}")

    def address(self, kind: Kind, id_: str) -> str:
        """The identifier of a thing as an address that leads nowhere."""
        return f"urn:uuid:{self.of(kind, id_)}"


# Factors and learner models are named by many strategies, and each strategy by itself ten times.
@lru_cache(maxsize=4096)
def _of_thing(library: str, kind: Kind, id_: str) -> str:
    return uuid_of(f"{library} {kind}:{id_}")


def uuid_of(name: str) -> str:
    """`str(uuid.uuid5(NAMESPACE, name))`, in a fifth of the time: a page has some thirty."""
    digits = sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).hexdigest()
    variant = VARIANTS[digits[16]]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"
