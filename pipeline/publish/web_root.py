"""The folder to deploy: the site, the data of its bundle beside it, and the data of each version."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.version import Version
from pipeline.publish.bundle import Bundle, open_bundle
from pipeline.publish.exporter import File
from pipeline.publish.exporters.csv_tables import path_of
from pipeline.publish.exporters.html_site.data_page import DataFile, web_pages
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.manifest import MANIFEST, SUMS, checksums_of, encode, manifest_of_formats
from pipeline.publish.schema.json_schema import SUFFIX, generate
from pipeline.publish.schema.manifest import ManifestFileV1, ManifestV1
from pipeline.publish.schema.records import SCHEMA_VERSION
from pipeline.publish.schema.versions import PublishedVersionV1, VersionsV1
from pipeline.publish.tables import other_tables, strategy_tables
from pipeline.publish.verify import read_manifest, verify
from pipeline.source.environment import EnvironmentFault

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
    "csv/datapackage.json": "a description of the tables, as a Frictionless data package",
    "schemas/bundle.d.ts": "TypeScript types of all documents",
}
# Folders with one file for each strategy or document, which the page does not list.
UNLISTED = ("json/strategies/", "schemas/published-", f"{SITE}/")


@dataclass(frozen=True)
class DataVersion:
    """The data of one version: its manifest without the site, and the bundle that holds each file."""

    manifest: ManifestV1
    bundles: dict[str, Bundle]

    @property
    def version(self) -> str:
        """The version of the library."""
        return self.manifest.library.version

    def files(self, folder: str) -> Iterator[File]:
        """Its files and its own manifest, below a folder."""
        encoded = encode(self.manifest)
        for file in self.manifest.files:
            yield File(folder + file.path, self.bundles[file.path].read(file.path))
        yield File(folder + MANIFEST, encoded)
        yield File(folder + SUMS, checksums_of(self.manifest, encoded))

    def entry(self, *, latest: bool) -> PublishedVersionV1:
        """Its entry in the list of versions."""
        return PublishedVersionV1(
            version=self.version,
            path=f"{self.version}/",
            schema_version=self.manifest.schema_version,
            formats=self.manifest.formats,
            strategies=self.manifest.counts.published,
            manifest_sha256=hashlib.sha256(encode(self.manifest)).hexdigest(),
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
    for path in sorted(bundle.paths):
        if path.startswith(f"{SITE}/") and path not in pages:
            yield File(path.removeprefix(f"{SITE}/"), bundle.read(path))
    yield from (File(path.removeprefix(f"{SITE}/"), page.data) for path, page in pages.items())
    yield from current.files("")
    for version in versions:
        yield from version.files(f"{VERSIONS}/{version.version}/")
    yield File(f"schemas/{SHAPE}", dict(generate())[SHAPE].encode())
    yield File(INDEX, _index(current, entries))


def open_versions(paths: Sequence[Path], stack: ExitStack) -> Iterator[DataVersion]:
    """The data of earlier versions, each from one bundle or from archives of its formats.

    Raises EnvironmentFault for what is no complete bundle.
    """
    bundles = defaultdict(list)
    for path in paths:
        bundle = stack.enter_context(open_bundle(path))
        if violations := sorted(set(verify(bundle))):
            raise EnvironmentFault(f"{path} is no complete bundle", *map(str, violations))
        manifest, _ = read_manifest(bundle)
        assert manifest
        bundles[manifest.library.version].append(bundle)
    return map(data_version, bundles.values())


def data_version(bundles: Sequence[Bundle]) -> DataVersion:
    """The data of one version. Raises EnvironmentFault when two bundles disagree about a file, or there is no data."""
    manifests = [manifest for manifest, _ in map(read_manifest, bundles) if manifest]
    formats = {each for manifest in manifests for each in manifest.formats} - {SITE}
    if not formats:
        raise EnvironmentFault("there is no data beside the site: export json or csv, too")
    files: dict[str, ManifestFileV1] = {}
    sources: dict[str, Bundle] = {}
    for manifest, bundle in zip(manifests, bundles, strict=True):
        for file in manifest_of_formats(manifest, formats & {*manifest.formats}).files:
            if files.setdefault(file.path, file) != file:
                raise EnvironmentFault(f"{file.path} is not the same in two bundles of {manifest.library.version}")
            sources[file.path] = bundle
    ordered = [files[path] for path in sorted(files)]
    return DataVersion(manifests[0].model_copy(update={"formats": sorted(formats), "files": ordered}), sources)


def _listed(site: Site, manifest: ManifestV1) -> Iterator[DataFile]:
    """The files that the page of data lists."""
    tables = (*strategy_tables(site.records.policy), *other_tables(site.records))
    descriptions = DESCRIPTIONS | {path_of(table): table.description for table in tables}
    for file in manifest.files:
        if not file.path.startswith(UNLISTED):
            yield DataFile(file.path, descriptions.get(file.path, ""), file.bytes, file.sha256)


def _index(current: DataVersion, entries: Sequence[PublishedVersionV1]) -> bytes:
    document = VersionsV1(
        schema_=f"../schemas/{SHAPE}",
        schema_version=SCHEMA_VERSION,
        library=current.manifest.library,
        versions=list(entries),
    )
    return (document.model_dump_json(indent=2) + "\n").encode()
