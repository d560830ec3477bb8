"""The folder to deploy: the site, the data of its bundle beside it, and the data of each version."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.publish.bundle import Bundle, open_bundle
from pipeline.publish.changes.version import Version
from pipeline.publish.edition_paths import path_of_edition
from pipeline.publish.exporter import File
from pipeline.publish.exporters.csv_tables import path_of
from pipeline.publish.exporters.html_site.data_page import DATA_PAGE, DataFile, web_pages, with_record_link
from pipeline.publish.exporters.html_site.feeds import SITEMAP, with_page
from pipeline.publish.exporters.html_site.renaming import Renaming
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.language import ENGLISH
from pipeline.publish.manifest import MANIFEST, SUMS, belongs, readme_of_manifest
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.json_schema import SUFFIX, generate
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.schema.versions import PublishedVersionV1, VersionsV1
from pipeline.publish.tables import other_tables, strategy_tables
from pipeline.publish.top_files import README
from pipeline.publish.verify import read_manifest, verify
from pipeline.publish.verify.shapes import read_json
from pipeline.source.environment import EnvironmentFault
from pipeline.source.memoise import cached_property

SITE = "html"
VERSIONS = "v"
INDEX = f"{VERSIONS}/index.json"
SHAPE = f"versions{SUFFIX}"
# What the page of data says about a file; tables bring their own description.
DESCRIPTIONS = {
    "json/strategies.json": "all strategies, with their sections as text, Markdown and HTML",
    "json/strategies.jsonl": "the same records, one a line",
    "json/factors.json": "factors and the strategies that support them",
    "json/categories.json": "categories and their strategies",
    "json/learner-models.json": "learner models, their factors and strategies",
    "json/tombstones.json": "strategies that were published and are no more",
    "json/coverage.json": "how many strategies support each factor",
    "json/strategies.jsonld": "linked data in the words of schema.org",
    "json/graph/nodes.jsonl": "the nodes of the graph",
    "json/graph/relationships.jsonl": "the relationships of the graph",
    "json/case.json": "factors and learner models as a framework by CASE 1.1",
    "json/chunks.jsonl": "sections one a line, with their disclaimers beside them, to embed",
    "csv/datapackage.json": "a description of the tables, as a Frictionless data package",
    "schemas/bundle.d.ts": "TypeScript types of all documents",
    "sqlite/library.sqlite": "all tables as a database, with full-text search",
    "xlsx/library.xlsx": "all tables as a workbook",
}
# Folders with one file for each strategy or document, which the page does not list.
UNLISTED = ("json/strategies/", "schemas/published-", f"{SITE}/")


@dataclass(frozen=True)
class DataVersion:
    """The data of one version, whatever version its shapes have: its manifest without the site, and its files."""

    manifest: Mapping[str, Any]
    contents: Mapping[str, Callable[[], bytes]]

    @property
    def version(self) -> str:
        """The version of the library."""
        return str(self.manifest["library"]["version"])

    @cached_property
    def encoded(self) -> bytes:
        """The bytes of its manifest.json."""
        return (json.dumps(self.manifest, ensure_ascii=False, indent=2) + "\n").encode()

    def files(self, folder: str) -> Iterator[File]:
        """Its files, its manifest and its checksums, below a folder."""
        for path, read in sorted(self.contents.items()):
            yield File(folder + path, read())
        sums = [f"{file['sha256']}  {file['path']}\n" for file in self.manifest["files"]]
        sums.append(f"{hashlib.sha256(self.encoded).hexdigest()}  {MANIFEST}\n")
        yield File(folder + MANIFEST, self.encoded)
        yield File(folder + SUMS, "".join(sums).encode())

    def entry(self, *, latest: bool) -> PublishedVersionV1:
        """Its entry in the list of versions."""
        return PublishedVersionV1(
            version=self.version,
            path=f"{self.version}/",
            schema_version=self.manifest["schema_version"],
            formats=self.manifest["formats"],
            strategies=self.manifest["counts"]["published"],
            manifest_sha256=hashlib.sha256(self.encoded).hexdigest(),
            latest=latest,
        )


def web_root(site: Site, bundle: Bundle, earlier: Sequence[DataVersion]) -> Iterator[File]:
    """All files of the folder to deploy, for a bundle with a site.

    The data is at the top and below `v/<version>/`. There, a version stays as it was released: if `earlier` has the
    version of the bundle, its files are taken.
    """
    current = data_version([bundle])
    known = {current.version: current} | {each.version: each for each in earlier}
    versions = [known[version] for version in sorted(known, key=Version.parse, reverse=True)]
    entries = [each.entry(latest=each.version == current.version) for each in versions]
    pages = {page.path: page for page in web_pages(site, list(_listed(site, current.manifest)), entries)}
    linked = _record_links(site, current.manifest)
    if SITEMAP in bundle.paths:
        pages[SITEMAP] = with_page(site, bundle.read(SITEMAP), DATA_PAGE)
    for path in sorted(bundle.paths):
        if path.startswith(f"{SITE}/") and path not in pages:
            yield File(path.removeprefix(f"{SITE}/"), linked(path, bundle.read(path)))
    yield from (File(path.removeprefix(f"{SITE}/"), page.data) for path, page in pages.items())
    yield from current.files("")
    for version in versions:
        yield from version.files(f"{VERSIONS}/{version.version}/")
    yield File(f"schemas/{SHAPE}", dict(generate())[SHAPE].encode())
    yield File(INDEX, _index(current, entries))


def open_versions(paths: Sequence[Path], stack: ExitStack) -> Iterator[DataVersion]:
    """The data of earlier versions, each from one bundle or from archives of its formats.

    Raises EnvironmentFault for what is no complete bundle; of one with shapes of an older version, only the integrity
    of its files is known.
    """
    bundles = defaultdict(list)
    for path in paths:
        bundle = stack.enter_context(open_bundle(path))
        manifest, older = read_manifest(bundle)
        violations = sorted({*verify(bundle)} - ({*older} if manifest else set()))
        if violations or manifest is None:
            raise EnvironmentFault(f"{path} is no complete bundle", *map(str, violations))
        bundles[manifest.library.version].append(bundle)
    return map(data_version, bundles.values())


def data_version(bundles: Sequence[Bundle]) -> DataVersion:
    """The data of one version. Raises EnvironmentFault when two bundles disagree about a file, or there is no data."""
    manifests = [read_json(bundle.read(MANIFEST)) for bundle in bundles]
    formats = {each for manifest in manifests for each in manifest["formats"]} - {SITE}
    if not formats:
        raise EnvironmentFault("there is no data beside the site: export json or csv, too")
    files: dict[str, dict[str, Any]] = {}
    contents: dict[str, Callable[[], bytes]] = {}
    for manifest, bundle in zip(manifests, bundles, strict=True):
        for file in manifest["files"]:
            path = file["path"]
            if not belongs(path, formats & {*manifest["formats"]}):
                continue
            if path != README and files.get(path, file) != file:
                raise EnvironmentFault(f"{path} is not the same in two bundles of {manifest['library']['version']}")
            files[path], contents[path] = file, partial(bundle.read, path)
    merged = manifests[0] | {"formats": sorted(formats), "files": [files[path] for path in sorted(files)]}
    if README in files and merged["schema_version"] == SCHEMA_VERSION:  # it lists the formats
        data = readme_of_manifest(ManifestV1.model_validate(merged))
        files[README] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        contents[README] = partial(bytes, data)
    return DataVersion(merged, contents)


def _listed(site: Site, manifest: Mapping[str, Any]) -> Iterator[DataFile]:
    """The files that the page of data lists."""
    tables = (*strategy_tables(site.records.policy), *other_tables(site.records))
    descriptions = DESCRIPTIONS | {path_of(table): table.description for table in tables}
    renaming = Renaming(site.records.info.words, ENGLISH)  # they are English in every language
    further = [each["library"]["language"] for each in manifest.get("languages", ())]
    for file in manifest["files"]:
        path = path_of_edition("", file["path"], further)
        if path and "/" in path and not path.startswith(UNLISTED):
            description = renaming.text(descriptions.get(path, ""))
            yield DataFile(path, description, file["bytes"], file["sha256"])


def _record_links(site: Site, manifest: Mapping[str, Any]) -> Callable[[str, bytes], bytes]:
    """Adds the link to its record to the page of a strategy, where the records are published."""
    ids = {f"{SITE}/{address_of(id_)}": id_ for id_ in manifest["published"] if "json" in manifest["formats"]}
    return lambda path, page: with_record_link(site, ids[path], page) if path in ids else page


def _index(current: DataVersion, entries: Sequence[PublishedVersionV1]) -> bytes:
    document = VersionsV1(
        schema_=f"../schemas/{SHAPE}",
        schema_version=SCHEMA_VERSION,
        library=LibraryV1.model_validate(current.manifest["library"]),
        versions=list(entries),
    )
    return (document.model_dump_json(indent=2) + "\n").encode()
