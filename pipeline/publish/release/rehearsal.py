"""Builds and verifies a bundle without publishing it, and says how it differs from the present release."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipeline.publish.build import Build
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.manifest import release_digest
from pipeline.publish.release.layout import LATEST, RELEASES, latest_release
from pipeline.publish.release.previous import PreviousRelease, ShardIndex
from pipeline.publish.release.publication import PublishRequest
from pipeline.publish.release.staging import Staging
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.verify import read_manifest


class Rehearsal(NamedTuple):
    """What an export would publish: its release, and the manifests of that and of the present one, if there is one."""

    release: str
    manifest: ManifestV1
    present: ManifestV1 | None

    @property
    def new(self) -> list[str]:
        """Paths of files that the present release does not have."""
        return sorted(self._files.keys() - self._former.keys())

    @property
    def gone(self) -> list[str]:
        """Paths of files that only the present release has."""
        return sorted(self._former.keys() - self._files.keys())

    @property
    def changed(self) -> list[str]:
        """Paths of files with other bytes."""
        return sorted(path for path, sha256 in self._files.items() if self._former.get(path, sha256) != sha256)

    @property
    def _files(self) -> Mapping[str, str]:
        return {file.path: file.sha256 for file in self.manifest.files}

    @property
    def _former(self) -> Mapping[str, str]:
        return {file.path: file.sha256 for file in self.present.files} if self.present else {}


def rehearse(request: PublishRequest, out: Path) -> Rehearsal:
    """Build and verify in a temporary folder; nothing below `out` is touched.

    Raises what `publish` raises.
    """
    memo, latest = request.tasks.memo, latest_release(out / LATEST)
    previous = PreviousRelease(out / RELEASES / latest, ShardIndex.load(latest, memo)) if latest else PreviousRelease()
    with TemporaryDirectory(prefix="strategies-") as folder:
        staging = Staging(Path(folder))
        manifest, _ = Build(request.inputs, request.exporters, staging, request.tasks, previous).run()
    folder_of_latest = out / LATEST
    present = read_manifest(FolderBundle(folder_of_latest))[0] if folder_of_latest.is_dir() else None
    return Rehearsal(release_digest(manifest), manifest, present)
