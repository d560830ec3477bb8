"""Publishes a bundle whole or not at all: staged, re-read, verified, flushed, then swapped in by one pointer."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.publish.build import Build, VerificationError
from pipeline.publish.bundle import FolderBundle, open_bundle
from pipeline.publish.edition import Edition
from pipeline.publish.exporter import Exporter
from pipeline.publish.manifest import digest_of
from pipeline.publish.release.archive import archive_name, write_archive
from pipeline.publish.release.file_stat import FileStat, stats_digest
from pipeline.publish.release.flush import Disk, flush_folder
from pipeline.publish.release.layout import ARCHIVES, DIGEST, LATEST, LOCK, PROVENANCE, RELEASES, SPARE, pointed, sweep
from pipeline.publish.release.lock import exclusive
from pipeline.publish.release.ownership import is_release, refuse_archive, refuse_foreign
from pipeline.publish.release.previous import PreviousRelease
from pipeline.publish.release.provenance import place_of, provenance_of
from pipeline.publish.release.staging import Staging
from pipeline.publish.release.swap import make_pointer, swap_in, twin
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.verify import INTEGRITY, read_manifest, verify
from pipeline.source.discovery import name_in_errors
from pipeline.source.git import Commit

# Releases that are kept: the new one and the one before it.
KEPT = 2
# Damaged files that are named; more tell nothing new.
MOST_NAMED = 3


@dataclass(frozen=True)
class Publication:
    """What is to be published, what makes files of it, where it comes from, and what a run works with."""

    edition: Edition
    exporters: Sequence[Exporter]
    source: Commit | None = None
    archive: bool = False
    tasks: Tasks = field(default_factory=Tasks)


@dataclass(frozen=True)
class PublishedRelease:
    """Where a publication stands, and a fingerprint of the release's files (see `stats_digest`)."""

    release: Path
    archives: tuple[Path, ...]
    files: str


def publish(
    publication: Publication, out: Path, tell: Callable[[str], None] = lambda message: None
) -> PublishedRelease:
    """Publish below `out`; `tell` is called when the run has to wait for another, or finds an older release damaged.

    Raises NotWhole when what was written is not what it should be, OSError when the disk refuses, EnvironmentFault
    when something stands there that is not ours; `latest` is then what it was.
    """
    edition, tasks = publication.edition, publication.tasks
    with _staging(out, tasks.memo, tell) as (staging, previous), Disk(staging.folder) as disk:
        manifest, index = Build(edition, publication.exporters, staging, tasks, previous).make()
        archives = list(_stage_archives(staging, manifest)) if publication.archive else []
        for archive in archives:
            refuse_archive(out / ARCHIVES / archive.name)
        digest = digest_of(manifest)
        release = out / RELEASES / digest
        provenance = _stage_provenance(publication, staging, digest)
        pointer = staging.folder / LATEST
        make_pointer(pointer, Path(RELEASES) / digest, staging.bundle)
        with tasks.timings("flush to the disk"):
            disk.flush()
        stop_if_interrupted()
        with tasks.timings("swap in"):
            files = _standing_files(release, staging.files, manifest)
            if files is None:
                _install(staging, release, out / LATEST, disk)
                files = staging.files
            provenance.replace(place_of(release))
            flush_folder(release.parent)
            placed = _place_archives(archives, out / ARCHIVES)
            _prune(out, release, spare=previous is not None)
            swap_in(pointer, out / LATEST, staging.folder / "aside")
            flush_folder(out)
        index.save(release.name, tasks.memo)
        if previous and previous.damaged and previous.folder != release:
            tell(_damage(previous))
    return PublishedRelease(release, placed, stats_digest(files.values()))


@contextmanager
def _staging(out: Path, memo: Memo, tell: Callable[[str], None]) -> Iterator[tuple[Staging, PreviousRelease | None]]:
    """A folder to work in, and the release before, as far as anything is known of it; nobody else publishes meanwhile.

    What a dead run left is swept before, and what this one leaves after.
    """
    refuse_foreign(out)
    releases = out / RELEASES
    releases.mkdir(parents=True, exist_ok=True)
    with exclusive(releases / LOCK, tell):
        sweep(releases, out / LATEST)
        latest, spare = pointed(out / LATEST), releases / SPARE
        previous = PreviousRelease.of(releases / latest, memo) if latest else None
        try:
            yield Staging(releases, spare if previous and is_release(spare) else None), previous
        finally:
            with suppress(OSError):  # the next run sweeps again
                sweep(releases, out / LATEST)


def _damage(previous: PreviousRelease) -> str:
    """What to say of a release that is kept and is no longer what was published."""
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
            faults = tuple(verify(bundle, checks=INTEGRITY))
        if faults:
            raise VerificationError(faults)
        yield target


def _stage_provenance(publication: Publication, staging: Staging, digest: str) -> Path:
    """Write where the bundle comes from. It stands outside the digest: the same content may come from two commits."""
    target = staging.folder / PROVENANCE
    with name_in_errors(target):
        target.write_bytes(_provenance(publication, digest))
    return target


def _provenance(publication: Publication, digest: str) -> bytes:
    return provenance_of(digest, publication.edition.site.library.version, publication.source)


def _standing_files(release: Path, files: Mapping[str, FileStat], manifest: ManifestV1) -> dict[str, FileStat] | None:
    """The files of the release as they stand, if it is there already, whole and with this manifest.

    Drafts change the manifest, not the digest. What is said of a file was looked up before its bytes are read: what
    touches it later shows.
    """
    bundle = FolderBundle(release)
    try:
        found = {path: FileStat.of(path, file.sha256, (release / path).lstat()) for path, file in files.items()}
        whole = read_manifest(bundle)[0] == manifest and not any(verify(bundle, checks=INTEGRITY))
    except OSError:  # one file cannot be read, or is gone
        return None
    return found if whole else None


def _install(staging: Staging, release: Path, latest: Path, disk: Disk) -> None:
    """Move the bundle to its release's place. `latest` never leads to nothing, even while it is mended."""
    if release.exists():
        if latest.is_symlink() and latest.resolve() == release.resolve():
            copy = staging.folder / "twin"
            twin(staging.bundle, copy)
            stand_in = staging.folder / "stand-in"
            stand_in.symlink_to(copy.relative_to(latest.parent), target_is_directory=True)
            disk.flush()
            stand_in.replace(latest)
            flush_folder(latest.parent)
        release.replace(staging.folder / "broken")
    staging.bundle.replace(release)


def _place_archives(staged: list[Path], folder: Path) -> tuple[Path, ...]:
    if staged:
        folder.mkdir(exist_ok=True)
    for archive in staged:
        archive.replace(folder / archive.name)
    if staged:
        flush_folder(folder)
    return tuple(folder / archive.name for archive in staged)


def _prune(out: Path, new: Path, *, spare: bool) -> None:
    """Remove all releases, and what tells of their origin, but the new one and the one before it.

    One is set aside as a `spare` for the next run, if that can know what is in it.
    """
    kept = {new.name, _current(out / LATEST)} - {""}
    found = (path for path in new.parent.iterdir() if DIGEST.fullmatch(path.name) and is_release(path))
    others = [path for path in found if path.name not in kept]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    while others and len(kept) < KEPT:
        kept.add(others.pop().name)
    if spare and others and not os.path.lexists(new.parent / SPARE):
        others.pop().replace(new.parent / SPARE)
    for path in others:
        shutil.rmtree(path)
    for path in sorted(new.parent.glob(f"*{PROVENANCE}")):
        name = path.name.removesuffix(PROVENANCE)
        if DIGEST.fullmatch(name) and name not in kept:
            path.unlink()


def _current(latest: Path) -> str:
    """Digest of the release that `latest` stands for, or empty."""
    if found := pointed(latest):
        return found
    manifest = read_manifest(FolderBundle(latest))[0] if latest.is_dir() else None
    return digest_of(manifest) if manifest else ""
