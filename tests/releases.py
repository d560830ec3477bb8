"""Publishes the test library in this process, and changes bundles the way damage or forgery would."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from conftest import LIBRARY, TODAY

from pipeline.exporter import Exporter, File, Piece, Written, exporters_of
from pipeline.model.catalog import Catalog
from pipeline.model.published import StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition
from pipeline.model.site_options import SiteOptions
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.publication import Publication
from pipeline.publish.release import Published, publish
from pipeline.publish.verify import verify
from pipeline.text import Source
from pipeline.tree import site_files
from pipeline.workspace import Workspace

FORMATS = ("csv", "html", "json")


def records_of(root: Path = LIBRARY, changed: Iterable[Source] = ()) -> Records:
    """The records of a library, with some files added or replaced; without a search index, which takes long."""
    workspace = Workspace(root, tuple(changed))
    catalog = Catalog.of(workspace.report(TODAY))
    return Records(
        catalog, SiteOptions(search=False, files=site_files(workspace.root, workspace.limits.site_file_bytes))
    )


def publication_of(records: Records, formats: tuple[str, ...] = FORMATS, *, archive: bool = False) -> Publication:
    return Publication(records, exporters_of(formats), archive=archive)


def altering(base: type[Exporter], path: str, old: str, new: str) -> type[Exporter]:
    """An exporter with a fault in what it makes for a path."""

    def altered(item: File | Piece) -> File | Piece:
        return replace(item, data=item.data.replace(old.encode(), new.encode())) if item.path == path else item

    class Altering(base):  # type: ignore[valid-type, misc]
        def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[File | Piece]:
            return map(altered, super().share(strategy, rendition))

        def rest(self, written: Written) -> Iterator[File | Piece]:
            return map(altered, super().rest(written))

    return Altering


def resting(files: Callable[[], Iterator[File]], format_: str = "json") -> type[Exporter]:
    """An exporter that makes some files and nothing else."""

    class Resting(Exporter):
        format = format_

        def rest(self, written: Written) -> Iterator[File]:
            return files()

    return Resting


def published(out: Path, formats: tuple[str, ...] = FORMATS, changed: Iterable[Source] = ()) -> Published:
    """Publish the test library."""
    return publish(publication_of(records_of(changed=changed), formats), out)


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
