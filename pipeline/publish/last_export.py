"""What the last export made: holds as long as nothing changed that it was made of, nor what it made.

It is little and needs none of what an export needs, so that an export with nothing to do answers at once.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.cache import Cache
from pipeline.publish.folder_tables import store

KIND = "export"


@dataclass(frozen=True)
class Wanted:
    """What is asked of an export: where to, and what of."""

    out: Path
    formats: str | None
    csv_profile: str
    search: bool


@dataclass(frozen=True)
class LastExport:
    """An export that ended well: the name of its release, the number of its strategies, the ids of those left out.

    `print` is a fingerprint of all that it was made of and asked for, `files` one of what stands in the release;
    `version` is the library's; `warnings` are sentences on what others will lose of it.
    """

    print: str
    files: str
    release: str
    version: str
    published: int
    drafts: Sequence[str]
    retired: Sequence[str]
    warnings: Sequence[str] = ()


def remember(cache: Cache, out: Path, last: LastExport) -> None:
    """Keep an export to an output folder for the next run."""
    store(cache, KIND, out, asdict(last))
