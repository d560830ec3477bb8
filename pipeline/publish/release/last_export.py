"""What an export comes to: remembered under the digest of all that it was made of and asked for.

It is little and needs none of what an export needs, so that an export with nothing to do answers at once.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.library_state import state_of
from pipeline.incremental.memo import Memo
from pipeline.publish.release.file_stat import digest_of_folder
from pipeline.publish.release.layout import LATEST, LOCK, RELEASES, latest_release, sweep
from pipeline.publish.release.lock import exclusive
from pipeline.publish.release.provenance import has_provenance, provenance_of
from pipeline.source.git import commit_of


@dataclass(frozen=True)
class ExportRequest:
    """What is asked of an export: where to, and what of."""

    out: Path
    formats: str | None
    csv_profile: str
    search: bool

    def key(self, state: str, today: dt.date) -> str:
        """The key of what the export of a library in a state comes to on a day."""
        asked = (str(self.out), str(self.formats), self.csv_profile, str(self.search))
        return key_of("export", state, today.isoformat(), *asked)


@dataclass(frozen=True)
class ExportResult:
    """An export that ended well: the name of its release, the number of its strategies, the ids of those left out.

    `files` is a fingerprint of what stands in the release; `version` is the library's; `warnings` are sentences on
    what others will lose of it.
    """

    files: str
    release: str
    version: str
    published: int
    drafts: Sequence[str]
    retired: Sequence[str]
    warnings: Sequence[str] = ()

    def save(self, key: str, memo: Memo) -> None:
        """Keep it for the next run."""
        memo.put({key: json.dumps(asdict(self)).encode()})


def recall(
    root: Path, memo: Memo, wanted: ExportRequest, today: dt.date, tell: Callable[[str], None]
) -> ExportResult | None:
    """What the export comes to, if nobody touched what the last one made.

    `tell` is called when it has to wait for another run, or git refuses to name the commit.
    """
    state, out = state_of(root, memo), wanted.out
    if state is None:
        return None
    key = wanted.key(state.key, today)
    data = memo.get([key]).get(key)
    if data is None:
        return None
    with suppress(OSError, ValueError, TypeError), exclusive(out / RELEASES / LOCK, tell):
        last = ExportResult(**json.loads(data))
        sweep(out / RELEASES, out / LATEST)
        return last if _stands(root, out, last, tell) else None
    return None


def _stands(root: Path, out: Path, last: ExportResult, tell: Callable[[str], None]) -> bool:
    """True when `latest` leads to the release and no file of it was touched.

    Whatever touches a file shows in the listing, so no byte is read: to hash them all would take longer than the rest
    of such a run.
    """
    release = out / RELEASES / last.release
    if latest_release(out / LATEST) != last.release:
        return False
    if not has_provenance(release, provenance_of(last.release, last.version, commit_of(root, tell))):
        return False
    return digest_of_folder(release) == last.files
