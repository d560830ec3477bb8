"""Publishes a bundle whole or not at all: staged, re-read, verified, flushed, then swapped in by one pointer."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pipeline
from pipeline.exporter import Exporter
from pipeline.model.manifest import ManifestV1
from pipeline.model.records import Records
from pipeline.parallel import Spread, here
from pipeline.publish.archive import archive_name, write_archive
from pipeline.publish.bundle import LATEST, FolderBundle, open_bundle
from pipeline.publish.flush import Disk, flush_folder
from pipeline.publish.lock import exclusive
from pipeline.publish.making import Making, NotWhole
from pipeline.publish.manifest import digest_of
from pipeline.publish.staging import Staging, naming, sweep
from pipeline.publish.swap import make_pointer, swap_in, twin
from pipeline.publish.verify import INTEGRITY, read_manifest, verify
from pipeline.workspace import Commit

RELEASES, ARCHIVES, LOCK = "releases", "archives", ".lock"
PROVENANCE = ".provenance.json"
# The name of a release's folder.
DIGEST = re.compile(r"[0-9a-f]{16}")
# Releases that are kept: the new one and the one before it.
KEPT = 2


@dataclass(frozen=True)
class Publication:
    """What is to be published: records, what makes files of them, and where they come from."""

    records: Records
    exporters: Sequence[type[Exporter]]
    source: Commit | None = None
    archive: bool = False
    spread: Spread = here


@dataclass(frozen=True)
class Published:
    """Where a publication stands."""

    release: Path
    archives: tuple[Path, ...]


def publish(publication: Publication, out: Path, tell: Callable[[str], None] = lambda message: None) -> Published:
    """Publish below `out`; `tell` is called when the run has to wait for another.

    Raises NotWhole when what was written is not what it should be, OSError when the disk refuses;
    `latest` is then what it was.
    """
    releases = out / RELEASES
    releases.mkdir(parents=True, exist_ok=True)
    with exclusive(releases / LOCK, tell):
        sweep(releases, out / LATEST)
        try:
            return _publish(publication, out, Staging(releases))
        finally:
            with suppress(OSError):  # the next run sweeps again
                sweep(releases, out / LATEST)


def _publish(publication: Publication, out: Path, staging: Staging) -> Published:
    with Disk(staging.folder) as disk:
        exporters = [exporter(publication.records) for exporter in publication.exporters]
        manifest = Making(publication.records, exporters, staging, publication.spread).make()
        archives = list(_stage_archives(staging, manifest)) if publication.archive else []
        digest = digest_of(manifest)
        release = out / RELEASES / digest
        provenance = _stage_provenance(publication, staging, manifest)
        pointer = staging.folder / LATEST
        make_pointer(pointer, Path(RELEASES) / digest, staging.bundle)
        disk.flush()
        if not _stands(release, manifest):
            _install(staging, release, out / LATEST, disk)
        provenance.replace(release.with_name(digest + PROVENANCE))
        flush_folder(release.parent)
        placed = _place_archives(archives, out / ARCHIVES)
        _prune(out, release)
        swap_in(pointer, out / LATEST, staging.folder / "aside")
        flush_folder(out)
    return Published(release, placed)


def _stage_archives(staging: Staging, manifest: ManifestV1) -> Iterator[Path]:
    folder = staging.folder / ARCHIVES
    folder.mkdir()
    for format_ in manifest.formats:
        target = folder / archive_name(manifest, format_)
        with naming(target):
            write_archive(FolderBundle(staging.bundle), manifest, format_, target)
        with open_bundle(target) as bundle:
            faults = tuple(verify(bundle, checks=INTEGRITY))
        if faults:
            raise NotWhole(faults)
        yield target


def _stage_provenance(publication: Publication, staging: Staging, manifest: ManifestV1) -> Path:
    """Write where the bundle comes from. It stands outside the digest: the same content may come from two commits."""
    document = {
        "release": digest_of(manifest),
        "library_version": manifest.library.version,
        "source": asdict(publication.source) if publication.source else None,
        "tool": {"name": "strategy-pipeline", "version": pipeline.__version__},
    }
    target = staging.folder / PROVENANCE
    with naming(target):
        target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8", newline="\n")
    return target


def _stands(release: Path, manifest: ManifestV1) -> bool:
    """True when the release is there already, whole and with this manifest: drafts change it, not the digest."""
    if not release.is_dir():
        return False
    bundle = FolderBundle(release)
    return read_manifest(bundle)[0] == manifest and not any(verify(bundle, checks=INTEGRITY))


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


def _prune(out: Path, new: Path) -> None:
    """Remove all releases, and what tells of their origin, but the new one and the one before it."""
    kept = {new.name, _current(out / LATEST)} - {""}
    others = [path for path in new.parent.iterdir() if DIGEST.fullmatch(path.name) and path.name not in kept]
    others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    while others and len(kept) < KEPT:
        kept.add(others.pop().name)
    for path in others:
        shutil.rmtree(path)
    for path in sorted(new.parent.glob(f"*{PROVENANCE}")):
        if path.name.removesuffix(PROVENANCE) not in kept:
            path.unlink()


def _current(latest: Path) -> str:
    """Digest of the release that `latest` stands for, or empty."""
    if latest.is_symlink() and DIGEST.fullmatch(latest.readlink().name):
        return latest.readlink().name
    manifest = read_manifest(FolderBundle(latest))[0] if latest.is_dir() else None
    return digest_of(manifest) if manifest else ""
