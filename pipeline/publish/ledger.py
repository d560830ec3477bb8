"""What stands in the latest release and why it is right: what the next export need not make, nor prove, again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import to_json

from pipeline.cache import Cache
from pipeline.publish.folder_tables import store, table_of
from pipeline.publish.on_disk import OnDisk

KIND = "bundle"


class ShareEntry(NamedTuple):
    """One strategy: what its share hangs on, its files, and the size of its piece of each frame.

    `content` is the hash of its page, `around` the key of all that it shows of others and of terms. `leads` are links
    (see `Share`): file and id, or none, that one wants, its address, and the file it stands in.
    """

    content: str
    around: str
    files: Sequence[str]
    pieces: Mapping[str, int]
    leads: Sequence[Sequence[str]] = ()


class FrameEntry(NamedTuple):
    """One frame: sizes in bytes of what stands before the pieces and between two of them."""

    head: int
    between: int


@dataclass
class Ledger:
    """A release, as it was verified.

    `print` is the fingerprint of all that everything hangs on, `lists` tells of its terms and of what lists said of its
    strategies.
    """

    print: str
    release: str = ""
    lists: str = ""
    files: dict[str, OnDisk] = field(default_factory=dict)
    shares: dict[str, ShareEntry] = field(default_factory=dict)
    frames: dict[str, FrameEntry] = field(default_factory=dict)
    rests: dict[str, Sequence[str]] = field(default_factory=dict)  # files of what an exporter made besides

    @classmethod
    def load(cls, cache: Cache, out: Path, print_: str) -> "Ledger | None":
        """The ledger of an output folder, or None when there is none, or one of another fingerprint."""
        data = cache.read(table_of(KIND, out))
        if not data or data.get("print") != print_:
            return None
        return cls(
            print_,
            data["release"],
            data["lists"],
            {row[0]: OnDisk._make(row) for row in data["files"]},
            {id_: ShareEntry._make(row) for id_, row in data["shares"].items()},
            {path: FrameEntry._make(row) for path, row in data["frames"].items()},
            data["rests"],
        )

    def store(self, cache: Cache, out: Path) -> None:
        """Keep it for the next export."""
        data = {name: getattr(self, name) for name in ("print", "release", "lists", "shares", "frames", "rests")}
        store(cache, KIND, out, data | {"files": list(self.files.values())})


def key_of(*parts: Any) -> str:
    """A short text that differs whenever a part does: plain data, or models."""
    return blake2b(to_json(parts), digest_size=16).hexdigest()
