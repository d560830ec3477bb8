"""Request and result of the last export, stored under a digest of the request and the library.

This needs little of what an export needs, so that an export with nothing to do ends at once.
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
    """The output folder and the options of an export."""

    out: Path
    formats: str | None
    search: bool

    def key(self, state: str, today: dt.date) -> str:
        """The cache key of the result, for a library in this state on this day."""
        return key_of("export", state, today.isoformat(), str(self.out), str(self.formats), str(self.search))


@dataclass(frozen=True)
class ExportResult:
    """The result of an export: the name of its release, the number of its strategies, the pages left out.

    `files` is a digest of the release's files (see `digest_of_folder`); `version` is the library's; `warnings` are
    sentences about what the export leaves unused. Each page that is left out has its id and the reason.
    """

    files: str
    release: str
    version: str
    published: int
    left_out: Sequence[tuple[str, str]]
    retired: Sequence[str]
    warnings: Sequence[str] = ()

    def save(self, key: str, memo: Memo) -> None:
        """Store it for the next run."""
        memo.put({key: json.dumps(asdict(self)).encode()})


def recall(
    root: Path, memo: Memo, request: ExportRequest, today: dt.date, tell: Callable[[str], None]
) -> ExportResult | None:
    """The stored result of an export, if its release is unmodified.

    `tell` is called when it has to wait for another run, or git refuses to name the commit.
    """
    state, out = state_of(root, memo), request.out
    if state is None:
        return None
    for data in memo.get([request.key(state.key, today)]).values():
        with suppress(OSError, ValueError, TypeError), exclusive(out / RELEASES / LOCK, tell):
            result = ExportResult(**json.loads(data))
            sweep(out / RELEASES, out / LATEST)
            return result if _is_unmodified(root, out, result, tell) else None
    return None


def _is_unmodified(root: Path, out: Path, result: ExportResult, tell: Callable[[str], None]) -> bool:
    """True when `latest` links to the release, and neither its files nor its provenance changed.

    Stats are enough for that: to hash all files would take longer than all else in such a run.
    """
    release = out / RELEASES / result.release
    return (
        latest_release(out / LATEST) == result.release
        and has_provenance(release, provenance_of(result.release, result.version, commit_of(root, tell)))
        and digest_of_folder(release) == result.files
    )
