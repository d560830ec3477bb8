"""Verification of bundles: before one is published, and by anyone at any time after."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from pydantic import ValidationError
from pydantic_core import to_json

from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.editions import editions_of
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.older import upgraded
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.check import Check, checks_in
from pipeline.publish.verify.checks import changes, languages, top_files
from pipeline.publish.verify.checks.manifest import files, formats, schemas, sums
from pipeline.publish.verify.checks.strategies import strategies
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.shapes import read_json, shape_violations
from pipeline.publish.verify.violation import Violation

OTHER_VERSION = (
    f"it is a bundle of version {{}}; this program checks the content of version {SCHEMA_VERSION} only, "
    "and of an older one whether files were changed"
)
# A version as a manifest names it.
VERSION = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")
# Enough for a copy of a bundle that was verified: no file lost, none changed.
INTEGRITY = (files, sums)


def all_checks() -> tuple[Check, ...]:
    """Every check of a bundle: first those of integrity and of each strategy, whose results others use."""
    return tuple(dict.fromkeys((*INTEGRITY, strategies, *checks_in("checks"))))


def whole_checks() -> tuple[Check, ...]:
    """The checks of what is for all languages of a bundle; the others look at each language by itself."""
    modules = (top_files, changes, languages)
    own = (value for module in modules for value in vars(module).values() if isinstance(value, Check))
    return tuple(dict.fromkeys((*INTEGRITY, formats, schemas, *own)))


def bundle_checks(formats: Collection[str]) -> Iterator[Check]:
    """The checks that remain for a bundle whose files were read again and whose shards were verified."""
    remaining = (check for check in all_checks() if not check.sharded and check is not files)
    return (check for check in remaining if check.format is None or check.format in formats)


def sharded_checks(formats: Collection[str]) -> Iterator[Check]:
    """The checks of files that hold a shard of each strategy."""
    return (check for check in all_checks() if check.sharded and (check.format is None or check.format in formats))


def verify(
    bundle: Bundle, records: Sequence[StrategyV1] = (), *, checks: Iterable[Check] | None = None
) -> Iterator[Violation]:
    """Give every violation of a bundle; there is none when the bundle is valid.

    Checksums can be made anew, so what counts is that all files of a bundle agree. A fact that only one file states and
    nothing else contradicts cannot be verified: the content of an image, the words of a library's own templates and
    styles, and in a bundle of one format most of what that format alone says.

    `records` are those that it was built from, if the caller has them. Raises OSError when the disk refuses.
    """
    manifest, violations = read_manifest(bundle)
    yield from violations
    if manifest is None:
        return
    if violations:
        checks = INTEGRITY  # of a bundle of another version
    if checks is not None or not manifest.languages:
        yield from _verified(VerifyContext(bundle, manifest, {record.id: record for record in records}), checks)
        return
    found = list(_verified(VerifyContext(bundle, manifest), whole_checks()))
    yield from found
    others = [check for check in all_checks() if check not in whole_checks()]
    for language, part, own in editions_of(bundle, manifest) if not found else ():
        known = {} if language else {record.id: record for record in records}
        context = VerifyContext(part, own, known)
        for violation in _verified(context, others, reproduce=True):
            yield violation.in_edition(language)


def _verified(
    context: VerifyContext, checks: Iterable[Check] | None, *, reproduce: bool = False
) -> Iterator[Violation]:
    """The violations that some checks find, or all; without any, those of files that records do not make."""
    whole = True
    for check in all_checks() if checks is None else checks:
        if check.format is None or context.holds(check.format):
            for violation in check.function(context):
                whole = False
                yield violation
    if whole and (checks is None or reproduce) and context.holds("json"):
        # Imported here: it loads all exporters, which other uses of this package need not.
        from pipeline.publish.verify.reproduction import reproduced

        yield from reproduced(context)


def read_manifest(bundle: Bundle) -> tuple[ManifestV1 | None, tuple[Violation, ...]]:
    """The manifest of a bundle, or None and what is wrong with it.

    Of a bundle that an older version made, both: what is still known of the manifest, and which version it is.
    """
    if MANIFEST not in bundle.paths:
        return None, (Violation(MANIFEST, "", "it is missing"),)
    try:
        data = bundle.read(MANIFEST)
        data.decode()
    except (Unreadable, UnicodeDecodeError) as error:
        return None, (Violation(MANIFEST, "", str(error)),)
    if (version := _version(data)) != SCHEMA_VERSION:
        return _older_manifest(data), (Violation(MANIFEST, "schema_version", OTHER_VERSION.format(version)),)
    violations = shape_violations(MANIFEST, data)
    return (None, violations) if violations else (ManifestV1.model_validate_json(data), ())


def _version(data: bytes) -> str:
    """The version of the shapes that a manifest names; the current one where it names none that can be read."""
    with suppress(ValueError, RecursionError):
        document = read_json(data)
        if isinstance(document, dict) and isinstance(version := document.get("schema_version"), str):
            return version if VERSION.fullmatch(version) else SCHEMA_VERSION
    return SCHEMA_VERSION


def _older_manifest(data: bytes) -> ManifestV1 | None:
    """The manifest that an older version wrote, in the shape of this one."""
    try:
        return ManifestV1.model_validate_json(to_json(upgraded(read_json(data))))
    except (ValidationError, ValueError):  # of a later version, or of none
        return None
