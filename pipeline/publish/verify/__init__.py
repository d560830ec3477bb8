"""Checks that a bundle holds what it promises: before it is published, and by anyone at any time after."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify.checks import files, strategies
from pipeline.publish.verify.context import Check, VerifyContext
from pipeline.publish.verify.shapes import shape_violations
from pipeline.publish.verify.violation import Violation

# Enough for a bundle whose content was verified before it was copied: nothing lost, nothing changed.
INTEGRITY = (files.files, files.sums)


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check of a bundle: those of integrity, that of each strategy, then by module, and in it as they stand."""
    package = import_module("pipeline.publish.verify.checks")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Check)]
    return tuple(dict.fromkeys((*INTEGRITY, strategies.strategies, *found)))


def bundle_checks(formats: Iterable[str]) -> Iterator[Check]:
    """What is still to be asked of a bundle whose files were read again and whose shares were proved."""
    asked = (check for check in all_checks() if not check.each and check is not files.files)
    return (check for check in asked if check.format is None or check.format in formats)


def sharded_checks(formats: Iterable[str]) -> Iterator[Check]:
    """What proofs of shares stand for, one strategy after another."""
    return (check for check in all_checks() if check.each and (check.format is None or check.format in formats))


def verify(
    bundle: Bundle, given: Sequence[StrategyV1] = (), *, checks: Iterable[Check] | None = None
) -> Iterator[Violation]:
    """Give every fault of a bundle, one after another; none means that it is whole.

    `given` are the records it was made from, where they are at hand. Raises OSError when the disk refuses.
    """
    manifest, faults = read_manifest(bundle)
    yield from faults
    if manifest is None:
        return
    context = VerifyContext(bundle, manifest, given)
    for check in all_checks() if checks is None else checks:
        if check.format is None or context.holds(check.format):
            yield from check.function(context)


def read_manifest(bundle: Bundle) -> tuple[ManifestV1 | None, tuple[Violation, ...]]:
    """The manifest of a bundle, or None and what is wrong with it."""
    if MANIFEST not in bundle.paths:
        return None, (Violation(MANIFEST, "", "it is missing"),)
    try:
        data = bundle.read(MANIFEST)
        data.decode()
    except (Unreadable, UnicodeDecodeError) as error:
        return None, (Violation(MANIFEST, "", str(error)),)
    faults = shape_violations(MANIFEST, data)
    return (None, faults) if faults else (ManifestV1.model_validate_json(data), ())
