"""The manifest: its list of files, as in SHA256SUMS, is exact; every page is published or retired."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pipeline.model.licence import licence_url
from pipeline.publish.bundle import Unreadable
from pipeline.publish.manifest import MANIFEST, SCHEMAS, SUMS, belongs, checksums_of, languages_of, release_digest
from pipeline.publish.schema.json_schema import schema_files
from pipeline.publish.schema.records import TombstonesV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
from pipeline.publish.verify.descriptor import DESCRIPTOR
from pipeline.publish.verify.shapes import read_json
from pipeline.publish.verify.violation import Violation, id_differences, path_differences, unsorted_ids

# The name of a release's folder.
RELEASE = re.compile(r"[0-9a-f]{16}")


@check()
def files(context: VerifyContext) -> Iterator[Violation]:
    """Every file is listed, exists, and is what the manifest says."""
    manifest, bundle = context.manifest, context.bundle
    for path, oddity in sorted(bundle.oddities.items()):
        yield Violation(path, "", oddity)
    for before, after in pairwise(file.path for file in manifest.files):
        if before >= after:
            yield Violation(MANIFEST, after, "the list of files is not sorted, or lists it twice")
    listed = {file.path for file in manifest.files}
    for path in sorted(context.paths - listed - {MANIFEST, SUMS}):
        yield Violation(path, "", f"{MANIFEST} does not list it")
    for file in manifest.files:
        if file.path in bundle.paths:
            yield from _content_violations(context, file.path, file.bytes, file.sha256)
        elif file.path not in bundle.oddities:
            yield Violation(file.path, "", f"it is missing; {MANIFEST} lists it")
    digest = release_digest(manifest)
    if RELEASE.fullmatch(bundle.name) and bundle.name != digest:
        yield Violation(MANIFEST, "", f"its list of files belongs to the release {digest}, not to {bundle.name}")


def _content_violations(context: VerifyContext, path: str, size: int, sha256: str) -> Iterator[Violation]:
    try:
        data = context.bundle.read(path)
    except Unreadable as error:
        yield Violation(path, "", str(error))
        return
    if len(data) != size:
        yield Violation(path, "", f"it has {len(data)} bytes; {MANIFEST} says {size}")
    elif hashlib.sha256(data).hexdigest() != sha256:
        yield Violation(path, "", f"its SHA-256 is not the one in {MANIFEST}: its bytes were changed")


@check()
def sums(context: VerifyContext) -> Iterator[Violation]:
    """SHA256SUMS lists the same files, and the manifest."""
    if SUMS not in context.paths:
        yield Violation(SUMS, "", "it is missing")
        return
    expected = checksums_of(context.manifest, context.bundle.read(MANIFEST)).decode().splitlines(keepends=True)
    found = (context.text(SUMS) or "").splitlines(keepends=True)
    for line in sorted(set(found) ^ set(expected)):
        path = line.rstrip("\n").partition("  ")[2]
        yield Violation(SUMS, path, f"its line is not the one that follows from {MANIFEST}")
    if found != expected and set(found) == set(expected):
        yield Violation(SUMS, "", "its lines are not sorted, or stand there twice")


@check()
def formats(context: VerifyContext) -> Iterator[Violation]:
    """Each file is in the folder of a format, and no format is empty."""
    names, languages = context.manifest.formats, languages_of(context.manifest)
    if not names or names != sorted(set(names)):
        yield Violation(MANIFEST, "formats", "the formats are not sorted, or there are none")
    for path in sorted(context.paths - {MANIFEST, SUMS}):
        if not belongs(path, names, languages):
            yield Violation(path, "", f"it belongs to no format that {MANIFEST} names")
    for name in names:
        if not context.below(name):
            yield Violation(name, "", "there is no file of this format")


@check()
def schemas(context: VerifyContext) -> Iterator[Violation]:
    """The schemas are those of this tool, by which it checks documents."""
    files_ = schema_files(context.manifest.library.base_url)
    own = {f"{SCHEMAS}/{name}": data for name, data in files_.items()}
    yield from path_differences(context.below(SCHEMAS), own, "this tool knows no such schema")
    for path in context.paths & own.keys():
        if context.text(path) != own[path].decode():
            yield Violation(path, "", "it differs from the schema of this name that this tool knows")


@check()
def licence(context: VerifyContext) -> Iterator[Violation]:
    """The address of the licence is the one that follows from its name."""
    library = context.manifest.library
    if library.licence_url != licence_url(library.licence):
        yield Violation(MANIFEST, "library", f"its licence_url is not the address of {library.licence}")


@check("csv")
def licence_of_tables(context: VerifyContext) -> Iterator[Violation]:
    """The descriptor of the tables names the same licence."""
    library = context.manifest.library
    try:
        (licence,) = read_json(context.data(DESCRIPTOR) or b"")["licenses"]
        named = (licence["title"], licence.get("path"))
    except (ValueError, KeyError, TypeError, AttributeError):
        named = ("", None)
    if named != (library.licence, library.licence_url):
        yield Violation(DESCRIPTOR, "licenses", f"it does not name {library.licence}, the licence in {MANIFEST}")


@check()
def counts(context: VerifyContext) -> Iterator[Violation]:
    """The counts of the manifest are those of its lists, and they add up."""
    manifest = context.manifest
    lists = {"published": manifest.published, "retired": manifest.retired}
    for name, ids in lists.items():
        count = getattr(manifest.counts, name)
        if count != len(ids):
            yield Violation(MANIFEST, "counts", f"{name} is {count}; {len(ids)} are listed")
        if ids != sorted(set(ids)):
            yield unsorted_ids(MANIFEST, name)
    total = sum(map(len, lists.values()))
    if manifest.counts.pages != total:
        yield Violation(MANIFEST, "counts", f"pages is {manifest.counts.pages}; published and retired are {total}")
    for id_, times in Counter(id_ for ids in lists.values() for id_ in ids).items():
        if times > 1:
            yield Violation(MANIFEST, id_, "it is both published and retired")


@check()
def exclusions(context: VerifyContext) -> Iterator[Violation]:
    """Nothing tells of pages that were left out: whether there are drafts is not published."""
    for page in context.manifest.excluded:
        yield Violation(MANIFEST, page.id, "it is named as left out; no file names what is not published")
    if context.manifest.counts.excluded:
        yield Violation(MANIFEST, "counts", "pages that were left out are counted; nothing tells of them")


@check("json")
def tombstones(context: VerifyContext) -> Iterator[Violation]:
    """Every retired strategy has its tombstone, with a successor that exists."""
    manifest = context.manifest
    document = context.document(TOMBSTONES)
    if document is None:
        return
    found = TombstonesV1.model_validate(document).tombstones
    yield from id_differences(TOMBSTONES, [tombstone.id for tombstone in found], manifest.retired)
    known = {None, *manifest.published, *manifest.retired}
    for tombstone in found:
        if tombstone.replaced_by not in known:
            yield Violation(TOMBSTONES, tombstone.id, f"its successor `{tombstone.replaced_by}` is not in the bundle")


@check("json", sharded=True)
def disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """The manifest counts the strategies with each disclaimer."""
    if not context.complete:
        return
    found = Counter(id_ for summary in context.summaries.values() for id_ in summary.disclaimer_ids)
    for item in context.manifest.disclaimers:
        if found[item.id] != item.strategies:
            message = f"it says that {item.strategies} strategies carry this disclaimer; {found[item.id]} do"
            yield Violation(MANIFEST, item.id, message)
