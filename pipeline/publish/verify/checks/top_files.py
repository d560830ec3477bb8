"""README.md, LICENSE and CITATION.cff at the top of the bundle say what the manifest does."""

import re
from collections.abc import Iterator

from pipeline.model.dates import read_date
from pipeline.publish.citation import CITATION, RELEASED, citation_of
from pipeline.publish.manifest import MANIFEST, readme_of_manifest
from pipeline.publish.top_files import LICENCE, README, is_licence_of, licence_notice
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.violation import Violation

# The line with the day of the release.
_RELEASED = re.compile(rf'^{RELEASED}: "([^"]*)"$', re.MULTILINE)


@check()
def readme(context: VerifyContext) -> Iterator[Violation]:
    """README.md is the one that follows from the manifest, with title, licence and every disclaimer."""
    if README not in context.paths:
        yield Violation(README, "", "it is missing")
    elif context.data(README) != readme_of_manifest(context.manifest):
        yield Violation(README, "", f"it is not the one that follows from {MANIFEST}")


@check()
def licence_file(context: VerifyContext) -> Iterator[Violation]:
    """LICENSE is the notice that follows from the manifest, or a text of the library's own that names the licence."""
    library, own = context.manifest.library, context.manifest.site.licence_file
    if LICENCE not in context.paths:
        yield Violation(LICENCE, "", "it is missing")
        return
    text = context.text(LICENCE)
    noticed = text == licence_notice(library)
    if not noticed and (text is None or not is_licence_of(library, text)):
        yield Violation(LICENCE, "", f"it does not name {library.licence}, the licence in {MANIFEST}")
    elif noticed != (own is None):
        yield Violation(LICENCE, "", f"{MANIFEST} says that it is {own or 'a notice that follows from it'}")


@check()
def citation(context: VerifyContext) -> Iterator[Violation]:
    """CITATION.cff is the one that follows from the manifest and the newest day in the bundle."""
    text = context.text(CITATION)
    if text is None:
        yield Violation(CITATION, "", "it is missing, or cannot be read as UTF-8")
        return
    day = context.newest_day()
    if day is None and (found := _RELEASED.search(text)) and read_date(found[1]):
        day = found[1]  # a site alone does not say on which day a strategy was retired
    if text != citation_of(context.manifest.library, day):
        yield Violation(
            CITATION, "", f"it is not the one that follows from {MANIFEST} and the newest day in the bundle"
        )
