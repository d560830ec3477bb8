"""What the last export made: holds as long as nothing changed that it was made of, nor what it made.

It is little and needs none of what an export needs, so that an export with nothing to do answers at once.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.cache import Cache
from pipeline.fingerprint import fingerprint
from pipeline.git import commit_of
from pipeline.last_check import Recalled, site_print
from pipeline.publish.folder_tables import store, table_of
from pipeline.publish.layout import LATEST, LOCK, RELEASES, pointed, sweep
from pipeline.publish.lock import exclusive
from pipeline.publish.on_disk import print_of_folder
from pipeline.publish.provenance import provenance_of, says

KIND = "export"


@dataclass(frozen=True)
class Wanted:
    """What is asked of an export: where to, and what of."""

    out: Path
    formats: str | None
    csv_profile: str
    search: bool

    def print(self, state: str, site: str) -> str:
        """A fingerprint of all that the outcome hangs on: these, and a library with its site in a state."""
        return fingerprint(state, site, str(self.formats), self.csv_profile, str(self.search))


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


def recall(root: Path, cache: Cache, wanted: Wanted, check: Recalled, tell: Callable[[str], None]) -> LastExport | None:
    """The last export, if it would come out the same of the library that was checked, and nobody touched it since.

    `tell` is called when it has to wait for another run, or git refuses to name the commit.
    """
    found, out = cache.read(table_of(KIND, wanted.out)), wanted.out
    if not found or found["print"] != wanted.print(check.state, site_print(root, check.bounds.site)):
        return None
    last = LastExport(**found)
    with suppress(OSError), exclusive(out / RELEASES / LOCK, tell):  # who makes it anew says better what is in the way
        sweep(out / RELEASES, out / LATEST)
        return last if _stands(root, out, last, tell) else None
    return None


def _stands(root: Path, out: Path, last: LastExport, tell: Callable[[str], None]) -> bool:
    """True when `latest` leads to the release and no file of it was touched.

    Whatever touches a file shows in the listing, so no byte is read: to hash them all would take longer than the rest
    of such a run.
    """
    release = out / RELEASES / last.release
    if pointed(out / LATEST) != last.release:
        return False
    if not says(release, provenance_of(last.release, last.version, commit_of(root, tell))):
        return False
    return print_of_folder(release) == last.files
