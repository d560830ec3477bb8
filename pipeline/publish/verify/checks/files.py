"""The manifest is complete and true: no file more, none less, each with its size and hash."""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.publish.bundle import Unreadable
from pipeline.publish.manifest import MANIFEST, SCHEMAS, SUMS, belongs, checksums_of, release_digest
from pipeline.publish.schema.json_schema import schema_files
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.violation import Violation

# The name of a release's folder.
RELEASE = re.compile(r"[0-9a-f]{16}")


@check()
def files(inspection: VerifyContext) -> Iterator[Violation]:
    """Every file is listed, is there, and is what the manifest and SHA256SUMS say."""
    manifest, bundle = inspection.manifest, inspection.bundle
    for path, oddity in sorted(bundle.oddities.items()):
        yield Violation(path, "", oddity)
    for before, after in pairwise(file.path for file in manifest.files):
        if before >= after:
            yield Violation(MANIFEST, after, "the list of files is not sorted, or lists it twice")
    listed = {file.path for file in manifest.files}
    for path in sorted(inspection.paths - listed - {MANIFEST, SUMS}):
        yield Violation(path, "", f"{MANIFEST} does not list it")
    for file in manifest.files:
        if file.path in bundle.paths:
            yield from _true(inspection, file.path, file.bytes, file.sha256)
        elif file.path not in bundle.oddities:
            yield Violation(file.path, "", f"it is missing; {MANIFEST} lists it")
    digest = release_digest(manifest)
    if RELEASE.fullmatch(bundle.name) and bundle.name != digest:
        yield Violation(MANIFEST, "", f"its list of files belongs to the release {digest}, not to {bundle.name}")


def _true(inspection: VerifyContext, path: str, size: int, sha256: str) -> Iterator[Violation]:
    try:
        data = inspection.bundle.read(path)
    except Unreadable as error:
        yield Violation(path, "", str(error))
        return
    if len(data) != size:
        yield Violation(path, "", f"it has {len(data)} bytes; {MANIFEST} says {size}")
    elif hashlib.sha256(data).hexdigest() != sha256:
        yield Violation(path, "", f"its SHA-256 is not the one in {MANIFEST}: its bytes were changed")


@check()
def sums(inspection: VerifyContext) -> Iterator[Violation]:
    """SHA256SUMS lists the same files, and the manifest."""
    if SUMS not in inspection.paths:
        yield Violation(SUMS, "", "it is missing")
        return
    wanted = checksums_of(inspection.manifest, inspection.bundle.read(MANIFEST)).decode().splitlines(keepends=True)
    found = (inspection.text(SUMS) or "").splitlines(keepends=True)
    for line in sorted(set(found) ^ set(wanted)):
        path = line.rstrip("\n").partition("  ")[2]
        yield Violation(SUMS, path, f"its line is not the one that follows from {MANIFEST}")
    if found != wanted and set(found) == set(wanted):
        yield Violation(SUMS, "", "its lines are not sorted, or stand there twice")


@check()
def formats(inspection: VerifyContext) -> Iterator[Violation]:
    """Files stand in the folders of the formats, and no format is empty."""
    names = inspection.manifest.formats
    if not names or names != sorted(set(names)):
        yield Violation(MANIFEST, "formats", "the formats are not sorted, or there are none")
    strays = {path for path in inspection.paths if not belongs(path, names)}
    for path in sorted(strays - {MANIFEST, SUMS}):
        yield Violation(path, "", f"it belongs to no format that {MANIFEST} names")
    for name in names:
        if not inspection.below(name):
            yield Violation(name, "", "there is no file of this format")


@check()
def schemas(inspection: VerifyContext) -> Iterator[Violation]:
    """The schemas are those that this tool knows and judges documents by."""
    own = {f"{SCHEMAS}/{name}": data for name, data in schema_files().items()}
    for path in sorted(own.keys() - inspection.paths):
        yield Violation(path, "", "it is missing")
    for path in inspection.below(SCHEMAS):
        if path not in own:
            yield Violation(path, "", "this tool knows no such schema")
        elif inspection.text(path) != own[path].decode():
            yield Violation(path, "", "it differs from the schema of this name that this tool knows")
