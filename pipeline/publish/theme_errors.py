"""Tells violations that a library's own theme causes from bugs of the pipeline."""

from collections.abc import Iterable

from pipeline.publish.exporter import ExportFault
from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.verify.violation import Violation
from pipeline.source.paths import STATIC_FOLDER, TEMPLATES_FOLDER, TRANSLATIONS_FOLDER

# Lines to list before the others are only counted: one template can spoil every page.
MOST = 20


def theme_error(violations: Iterable[Violation], options: SiteOptions) -> ExportFault | None:
    """The error to raise when every violation is in a file that the library's theme produced; None otherwise."""
    templates = sorted(options.below(TEMPLATES_FOLDER))
    lines = []
    for violation in sorted(set(violations)):
        source = _source(violation.path, options, has_templates=bool(templates))
        if not source:
            return None
        lines.append(f"{source}: {violation.record + ': ' if violation.record else ''}{violation.message}")
    more = [f"… and {len(lines) - MOST} more"] if len(lines) > MOST else []
    named = f" ({', '.join(f'{TEMPLATES_FOLDER}/{name}' for name in templates[:MOST])})" if templates else ""
    words = (
        f"nothing was published, for this library's own theme{named} brings faults into the site; mend them there",
        *lines[:MOST],
        *more,
        f"If they stay without {TEMPLATES_FOLDER} and {STATIC_FOLDER}, please report them with these lines.",
    )
    return ExportFault(*words) if lines else None


def _source(path: str, options: SiteOptions, *, has_templates: bool) -> str:
    """The library's file behind a file of the site, or the page that its templates rendered; empty for any other."""
    static = path.removeprefix("html/")
    if static in options.static:
        return f"{STATIC_FOLDER}/{static}"
    if static.startswith(f"{TRANSLATIONS_FOLDER}/"):
        return static
    if path.startswith("html/assets/site.") and OWN_STYLES in options.files:
        return OWN_STYLES
    return path if has_templates and path.startswith("html/") and path.endswith(".html") else ""
