"""Opens and verifies a bundle to rebuild its library."""

from pathlib import Path

from pipeline.authoring.intake.old_file import NotImported
from pipeline.authoring.intake.rebuilding import Rebuilt, rebuild
from pipeline.publish.bundle import Bundle, open_bundle
from pipeline.publish.verify import all_checks, read_manifest
from pipeline.publish.verify.context import VerifyContext


def library_of(path: Path) -> Rebuilt:
    """The library of a bundle; raises NotImported if the bundle is not whole or says too little."""
    with open_bundle(path) as bundle:
        context = _verified(path, bundle)
        if not context.holds("json"):
            raise NotImported(str(path), "it has no JSON, and the other formats do not say everything")
        return rebuild(context)


def _verified(path: Path, bundle: Bundle) -> VerifyContext:
    """A context that knows what all checks of the bundle found out."""
    manifest, violations = read_manifest(bundle)
    if manifest is None or violations:
        raise NotImported(str(path), str(violations[0]) if violations else "its manifest cannot be read")
    context = VerifyContext(bundle, manifest)
    for check in all_checks():
        if check.format is None or context.holds(check.format):
            for violation in check.function(context):
                raise NotImported(str(path), f"it is not whole: {violation}; strategies verify lists all faults")
    return context
