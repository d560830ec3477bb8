"""Opens and verifies a bundle to rebuild its library."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.authoring.intake.old_file import NotImported
from pipeline.authoring.intake.rebuilding import Rebuilt, rebuild
from pipeline.authoring.intake.rebuilt_editions import add_edition
from pipeline.publish.bundle import Bundle, open_bundle
from pipeline.publish.editions import editions_of
from pipeline.publish.verify import all_checks, read_manifest, whole_checks
from pipeline.publish.verify.check import Check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.rebuilt_library import rebuilt_records


def library_of(path: Path) -> Rebuilt:
    """The library of a bundle; raises NotImported if the bundle is not whole or says too little."""
    with open_bundle(path) as bundle:
        contexts = list(_verified(path, bundle))
        if not contexts[0].holds("json"):
            raise NotImported(str(path), "it has no JSON, and the other formats do not say everything")
        records = rebuilt_records(contexts[0])
        rebuilt = rebuild(contexts[0], records)
        for context in contexts[1:]:
            add_edition(rebuilt, context, contexts[0], records)
        return rebuilt


def _verified(path: Path, bundle: Bundle) -> Iterator[VerifyContext]:
    """For each language a context that knows what the checks of that edition found out, that of the originals first."""
    manifest, violations = read_manifest(bundle)
    if manifest is None or violations:
        raise NotImported(str(path), str(violations[0]) if violations else "its manifest cannot be read")
    checks = all_checks()
    if manifest.languages:
        whole = whole_checks()
        _check(path, VerifyContext(bundle, manifest), whole)
        checks = tuple(check for check in checks if check not in whole)
    for _, part, own in editions_of(bundle, manifest):
        context = VerifyContext(part, own)
        _check(path, context, checks)
        yield context


def _check(path: Path, context: VerifyContext, checks: Iterable[Check]) -> None:
    for check in checks:
        if check.format is None or context.holds(check.format):
            for violation in check.function(context):
                raise NotImported(str(path), f"it is not whole: {violation}; strategies verify lists all faults")
