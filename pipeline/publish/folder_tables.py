"""Tables of the cache that tell of an output folder: each folder has one of a kind."""

from hashlib import blake2b
from pathlib import Path

from pipeline.cache import Cache

# Output folders that are remembered.
MOST = 8


def table_of(kind: str, out: Path) -> str:
    """The name of such a table."""
    return f"{kind}-{blake2b(str(out).encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}"


def store(cache: Cache, kind: str, out: Path, content: object) -> None:
    """Put such a table in place, and forget those of folders that were written to long ago."""
    cache.write(table_of(kind, out), content)
    cache.keep_newest(f"{kind}-", MOST)
