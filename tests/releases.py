"""Publishes the test library in this process, and changes bundles the way damage or forgery would."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from conftest import LIBRARY, TODAY

from pipeline.diff.comparison import compare
from pipeline.diff.since import published_changes
from pipeline.diff.snapshot import Snapshot
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.publish.build import Build
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.exporter import Exporter, File, Shard, WrittenFiles, exporters_of
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.manifest import readme_of_manifest
from pipeline.publish.publication_inputs import PublicationInputs, publication_inputs, site_options
from pipeline.publish.record_digest import digest_of_record
from pipeline.publish.records import Records
from pipeline.publish.release.publication import PublishedRelease, PublishRequest, publish
from pipeline.publish.release.staging import Staging
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.verify import verify
from pipeline.source.text import Source

FORMATS = ("csv", "html", "json")


def edition_of(root: Path = LIBRARY, changed: Iterable[Source] = ()) -> PublicationInputs:
    """What is published of a library, with some files added or replaced; without a search index, which takes long."""
    workspace = Workspace(root, tuple(changed))
    catalog = Catalog.of(workspace.report(TODAY))
    return publication_inputs(workspace, catalog, site_options(workspace, search=False))


def snapshot_of(edition: PublicationInputs, name: str = "state") -> Snapshot:
    """The same, to be compared."""
    return Snapshot.of_records(name, edition.site, edition.records())


def compared(old: PublicationInputs, new: PublicationInputs) -> PublicationInputs:
    """What is published of a library, with its changes since an earlier state."""
    difference = compare(snapshot_of(old, "/somewhere/old"), snapshot_of(new))
    assert difference.honest, difference.least_version
    return replace(new, changes=published_changes(difference, new.site.library))


def publication_of(
    edition: PublicationInputs, formats: tuple[str, ...] = FORMATS, *, archive: bool = False
) -> PublishRequest:
    return PublishRequest(edition, exporters_of(formats), archive=archive)


def files_of(edition: PublicationInputs, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """Every file of a bundle by its path, built and verified as always, and published nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        staging = Staging(Path(folder))
        exporters = exporters_of(set(formats))
        Build(edition, exporters, staging).run()
        return {path: staging.read(path) for path in staging.files}


def altering(base: Exporter, path: str, old: str, new: str) -> Exporter:
    """An exporter with a fault in what it makes for a path."""

    def altered(item: File | Shard) -> File | Shard:
        return replace(item, data=item.data.replace(old.encode(), new.encode())) if item.path == path else item

    class Altering(type(base)):  # type: ignore[misc]
        def render(self, strategy: StrategyInputs) -> Iterator[File | Shard]:
            return map(altered, super().render(strategy))

        def render_site(self, site: Records) -> Iterator[File | Shard]:
            return map(altered, super().render_site(site))

    return Altering()


def resting(files: Callable[[], Iterator[File]], format_: str = "json") -> Exporter:
    """An exporter that makes some files and nothing else."""

    class Resting(Exporter):
        format = format_

        def render_last(self, site: Records, written: WrittenFiles) -> Iterator[File]:
            return files()

    return Resting()


def published(out: Path, formats: tuple[str, ...] = FORMATS, changed: Iterable[Source] = ()) -> PublishedRelease:
    """Publish the test library."""
    return publish(publication_of(edition_of(changed=changed), formats), out)


def page(id_: str, edit: Callable[[str], str]) -> Source:
    """A page of the test library, changed."""
    path = f"content/strategies/{id_}.md"
    old = (LIBRARY / path).read_text(encoding="utf-8")
    new = edit(old)
    assert new != old
    return Source(path, new)


def copied(bundle: Path, target: Path) -> Path:
    """A copy of a bundle to damage; it is not named as a release is."""
    return Path(shutil.copytree(bundle, target))


def faults(folder: Path) -> list[str]:
    return sorted({str(fault) for fault in verify(FolderBundle(folder))})


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def sealed(record: Any) -> Any:
    """A record whose digest was made to fit."""
    envelope = ("$schema", "schema_version", "library")
    record["record_sha256"] = digest_of_record({name: record[name] for name in record if name not in envelope})
    return record


def alone(bundle: Path, format_: str, folder: Path) -> Path:
    """A copy of a bundle with one format only, as an archive of it holds it."""
    copy = copied(bundle, folder)
    manifest = read_json(copy / "manifest.json") | {"formats": [format_]}
    write_json(copy / "manifest.json", manifest)
    (copy / "README.md").write_bytes(readme_of_manifest(ManifestV1.model_validate(manifest)))
    for other in {"csv", "json", "html", "sqlite", "xlsx"} - {format_}:
        shutil.rmtree(copy / other, ignore_errors=True)
    resign(copy)
    return copy


def resign(bundle: Path) -> None:
    """Make manifest.json and SHA256SUMS fit whatever stands in the folder, as a forger or a faulty program would."""
    path = bundle / "manifest.json"
    manifest = read_json(path)
    files = {name: data for name, data in sorted(state(bundle).items()) if name not in ("manifest.json", "SHA256SUMS")}
    manifest["files"] = [
        {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    write_json(path, manifest)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in {**files, path.name: path.read_bytes()}.items()}
    text = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    (bundle / "SHA256SUMS").write_text(text, encoding="utf-8", newline="\n")
