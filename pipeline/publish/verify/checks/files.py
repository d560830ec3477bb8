"""The manifest and SHA256SUMS list exactly the files of the bundle, each with its size and digest."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.publish.bundle import Unreadable
from pipeline.publish.manifest import MANIFEST, SCHEMAS, SUMS, belongs, digest_of, sums_of
from pipeline.publish.schema.json_schema import schema_files
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.violation import Violation, path_differences

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
    digest = digest_of(manifest)
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
    expected = sums_of(context.manifest, context.bundle.read(MANIFEST)).decode().splitlines(keepends=True)
    found = (context.text(SUMS) or "").splitlines(keepends=True)
    for line in sorted(set(found) ^ set(expected)):
        path = line.rstrip("\n").partition("  ")[2]
        yield Violation(SUMS, path, f"its line is not the one that follows from {MANIFEST}")
    if found != expected and set(found) == set(expected):
        yield Violation(SUMS, "", "its lines are not sorted, or stand there twice")


@check()
def formats(context: VerifyContext) -> Iterator[Violation]:
    """Each file is in the folder of a format, and no format is empty."""
    names = context.manifest.formats
    if not names or names != sorted(set(names)):
        yield Violation(MANIFEST, "formats", "the formats are not sorted, or there are none")
    for path in sorted(context.paths - {MANIFEST, SUMS}):
        if not belongs(path, names):
            yield Violation(path, "", f"it belongs to no format that {MANIFEST} names")
    for name in names:
        if not context.below(name):
            yield Violation(name, "", "there is no file of this format")


@check()
def schemas(context: VerifyContext) -> Iterator[Violation]:
    """The schemas are those of this tool, by which it checks documents."""
    own = {f"{SCHEMAS}/{name}": data for name, data in schema_files().items()}
    yield from path_differences(context.below(SCHEMAS), own, "this tool knows no such schema")
    for path in context.paths & own.keys():
        if context.text(path) != own[path].decode():
            yield Violation(path, "", "it differs from the schema of this name that this tool knows")
