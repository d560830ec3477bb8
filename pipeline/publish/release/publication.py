"""Publishes a bundle completely or not at all: staged, read again, verified, flushed, swapped in by one pointer."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.publish.build import Build, VerificationError
from pipeline.publish.bundle import FolderBundle, open_bundle
from pipeline.publish.exporter import Exporter
from pipeline.publish.manifest import release_digest
from pipeline.publish.publication_inputs import PublicationInputs
from pipeline.publish.release.archive import archive_name, write_archive
from pipeline.publish.release.file_stat import FileStat, digest_of_stats
from pipeline.publish.release.flush import FileSystem, flush_folder
from pipeline.publish.release.layout import ARCHIVES, DIGEST, LATEST, LOCK, PROVENANCE, RELEASES, latest_release, sweep
from pipeline.publish.release.lock import exclusive
from pipeline.publish.release.ownership import is_release, refuse_archive, refuse_foreign
from pipeline.publish.release.previous import PreviousRelease, ShardIndex
from pipeline.publish.release.provenance import provenance_of, provenance_path
from pipeline.publish.release.staging import Staging
from pipeline.publish.release.swap import copy_folder, make_pointer, swap_in
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.verify import INTEGRITY, read_manifest, verify
from pipeline.source.discovery import name_in_errors
from pipeline.source.git import Commit
from pipeline.source.interruption import stop_if_interrupted, whole_step

# Releases to keep: the new one and the previous one.
KEPT = 2
# Damaged files to name; more would tell nothing new.
MOST_NAMED = 3


@dataclass(frozen=True)
class PublishRequest:
    """Inputs and exporters of a bundle, the commit it comes from, and the tasks of the run.

    `refuse_changed` raises EnvironmentFault if the library was changed while it was read.
    """

    inputs: PublicationInputs
    exporters: Sequence[Exporter]
    source: Commit | None = None
    archive: bool = False
    tasks: Tasks = field(default_factory=Tasks)
    refuse_changed: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class PublishedRelease:
    """Folder of a release, its archives, and a digest of its files (see `digest_of_stats`)."""

    release: Path
    archives: tuple[Path, ...]
    files: str


def publish(request: PublishRequest, out: Path, tell: Callable[[str], None] = lambda message: None) -> PublishedRelease:
    """Publish below `out`; `tell` is called when the run waits for another, or finds the previous release damaged.

    Raises VerificationError when the bundle violates a promise, OSError when the disk fails, EnvironmentFault when
    something in the way was not created by an export; `latest` is then unchanged.
    """
    tasks = request.tasks
    with _staging(out, tasks.memo, tell) as (staging, previous), closing(FileSystem(staging.folder)) as file_system:
        manifest, index = Build(request.inputs, request.exporters, staging, tasks, previous).run()
        archives = list(_stage_archives(staging, manifest)) if request.archive else []
        for archive in archives:
            refuse_archive(out / ARCHIVES / archive.name)
        release = out / RELEASES / release_digest(manifest)
        provenance = _stage_provenance(request, staging, release.name)
        pointer = staging.folder / LATEST
        make_pointer(pointer, Path(RELEASES) / release.name, staging.bundle)
        with tasks.timings("flush to the disk"):
            file_system.flush()
        request.refuse_changed()
        stop_if_interrupted()
        with whole_step(), tasks.timings("swap in"):
            files = _unmodified_files(release, staging.files, manifest)
            if files is None:
                _install(staging, release, out / LATEST, file_system)
                files = staging.files
            provenance.replace(provenance_path(release))
            flush_folder(release.parent)
            placed = _place_archives(archives, out / ARCHIVES)
            _prune(out, release)
            swap_in(pointer, out / LATEST, staging.folder / "aside")
            flush_folder(out)
        index.save(release.name, tasks.memo)
        if previous.damaged and previous.folder != release:
            tell(_damage(previous))
    return PublishedRelease(release, placed, digest_of_stats(files.values()))


@contextmanager
def _staging(out: Path, memo: Memo, tell: Callable[[str], None]) -> Iterator[tuple[Staging, PreviousRelease]]:
    """A folder to work in, and the previous release, while the output folder is locked.

    Staging of a run that died is removed first, and that of this run at the end.
    """
    refuse_foreign(out)
    releases = out / RELEASES
    releases.mkdir(parents=True, exist_ok=True)
    with exclusive(releases / LOCK, tell):
        sweep(releases, out / LATEST)
        latest = latest_release(out / LATEST)
        previous = PreviousRelease(releases / latest, ShardIndex.load(latest, memo)) if latest else PreviousRelease()
        try:
            yield Staging(releases), previous
        finally:
            with whole_step(), suppress(OSError):  # the next run sweeps again
                sweep(releases, out / LATEST)


def _damage(previous: PreviousRelease) -> str:
    """A sentence about a damaged release that is not replaced."""
    paths = sorted(previous.damaged)
    named = ", ".join(paths[:MOST_NAMED]) + (f" and {len(paths) - MOST_NAMED} more" if paths[MOST_NAMED:] else "")
    return f"the release before, {previous.folder}, is no longer what was published: {named}; the new one is whole"


def _stage_archives(staging: Staging, manifest: ManifestV1) -> Iterator[Path]:
    folder = staging.folder / ARCHIVES
    folder.mkdir()
    for format_ in manifest.formats:
        target = folder / archive_name(manifest, format_)
        with name_in_errors(target):
            write_archive(FolderBundle(staging.bundle), manifest, format_, target)
        with open_bundle(target) as bundle:
            violations = tuple(verify(bundle, checks=INTEGRITY))
        if violations:
            raise VerificationError(violations)
        yield target


def _stage_provenance(request: PublishRequest, staging: Staging, digest: str) -> Path:
    target = staging.folder / PROVENANCE
    with name_in_errors(target):
        target.write_bytes(provenance_of(digest, request.inputs.site.library.version, request.source))
    return target


def _unmodified_files(release: Path, files: Mapping[str, FileStat], manifest: ManifestV1) -> dict[str, FileStat] | None:
    """The files of a release if it exists already, unmodified and with this manifest; else None.

    Stats are read before the bytes, so that a later change shows in them.
    """
    bundle = FolderBundle(release)
    try:
        found = {path: FileStat.of(path, file.sha256, (release / path).lstat()) for path, file in files.items()}
        if read_manifest(bundle)[0] == manifest and not any(verify(bundle, checks=INTEGRITY)):
            return found
    except OSError:  # a file cannot be read, or is gone
        pass
    return None


def _install(staging: Staging, release: Path, latest: Path, file_system: FileSystem) -> None:
    """Move the bundle to its release's folder. `latest` always links to a release, even while that is repaired."""
    if release.exists():
        if latest.is_symlink() and latest.resolve() == release.resolve():
            copy = staging.folder / "copy"
            copy_folder(staging.bundle, copy)
            stand_in = staging.folder / "stand-in"
            stand_in.symlink_to(copy.relative_to(latest.parent), target_is_directory=True)
            file_system.flush()
            stand_in.replace(latest)
            flush_folder(latest.parent)
        release.replace(staging.folder / "broken")
    staging.bundle.replace(release)


def _place_archives(staged: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    if not staged:
        return ()
    folder.mkdir(exist_ok=True)
    placed = tuple(archive.replace(folder / archive.name) for archive in staged)
    flush_folder(folder)
    return placed


def _prune(out: Path, new: Path) -> None:
    """Remove all releases, and their provenance, except the new one and the previous one."""
    kept = {new.name, _current(out / LATEST)} - {""}
    found = (path for path in new.parent.iterdir() if DIGEST.fullmatch(path.name) and is_release(path))
    others = [path for path in found if path.name not in kept]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    while others and len(kept) < KEPT:
        kept.add(others.pop().name)
    for path in others:
        shutil.rmtree(path)
    for path in sorted(new.parent.glob(f"*{PROVENANCE}")):
        name = path.name.removesuffix(PROVENANCE)
        if DIGEST.fullmatch(name) and name not in kept:
            path.unlink()


def _current(latest: Path) -> str:
    """Digest of the release that `latest` links to or is a copy of; empty if there is none."""
    if found := latest_release(latest):
        return found
    manifest = read_manifest(FolderBundle(latest))[0] if latest.is_dir() else None
    return release_digest(manifest) if manifest else ""
