"""Verification of bundles: before one is published, and by anyone at any time after."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.check import Check, checks_in
from pipeline.publish.verify.checks.manifest import files, sums
from pipeline.publish.verify.checks.strategies import strategies
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.shapes import shape_violations
from pipeline.publish.verify.violation import Violation

# Enough for a copy of a bundle that was verified: no file lost, none changed.
INTEGRITY = (files, sums)


def all_checks() -> tuple[Check, ...]:
    """Every check of a bundle: first those of integrity and of each strategy, whose results others use."""
    return tuple(dict.fromkeys((*INTEGRITY, strategies, *checks_in("checks"))))


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
    context = VerifyContext(bundle, manifest, {record.id: record for record in records})
    whole = True
    for check in all_checks() if checks is None else checks:
        if check.format is None or context.holds(check.format):
            for violation in check.function(context):
                whole = False
                yield violation
    if whole and checks is None and context.holds("json"):
        # Imported here: it loads all exporters, which other uses of this package need not.
        from pipeline.publish.verify.reproduction import reproduced

        yield from reproduced(context)


def read_manifest(bundle: Bundle) -> tuple[ManifestV1 | None, tuple[Violation, ...]]:
    """The manifest of a bundle, or None and what is wrong with it."""
    if MANIFEST not in bundle.paths:
        return None, (Violation(MANIFEST, "", "it is missing"),)
    try:
        data = bundle.read(MANIFEST)
        data.decode()
    except (Unreadable, UnicodeDecodeError) as error:
        return None, (Violation(MANIFEST, "", str(error)),)
    violations = shape_violations(MANIFEST, data)
    return (None, violations) if violations else (ManifestV1.model_validate_json(data), ())
