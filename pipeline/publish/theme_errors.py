"""Tells what a library's own theme did to a bundle from faults of ours."""

from collections.abc import Iterable

from pipeline.publish.exporter import ExportFault
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.verify.violation import Violation
from pipeline.source.paths import STATIC_FOLDER, TEMPLATES_FOLDER

# Files that are listed before the rest is only counted: one template can spoil every page.
MOST = 20
OWN_STYLES = f"{STATIC_FOLDER}/theme.css"


def theme_error(faults: Iterable[Violation], options: SiteOptions) -> ExportFault | None:
    """What to tell of a bundle whose every fault stands in a file that the library's theme made; None otherwise."""
    templates = sorted(options.below(TEMPLATES_FOLDER))
    lines = []
    for fault in sorted(set(faults)):
        place = _place(fault.path, options, has_templates=bool(templates))
        if not place:
            return None
        lines.append(f"{place}: {fault.record + ': ' if fault.record else ''}{fault.message}")
    more = [f"… and {len(lines) - MOST} more"] if len(lines) > MOST else []
    made = f" ({', '.join(f'{TEMPLATES_FOLDER}/{name}' for name in templates[:MOST])})" if templates else ""
    words = (
        f"nothing was published, for this library's own theme{made} brings faults into the site; mend them there",
        *lines[:MOST],
        *more,
        f"If they stay without {TEMPLATES_FOLDER} and {STATIC_FOLDER}, please report them with these lines.",
    )
    return ExportFault(*words) if lines else None


def _place(path: str, options: SiteOptions, *, has_templates: bool) -> str:
    """The file of the library behind a file of the site, or a page that its templates made; empty for any other."""
    static = path.removeprefix("html/")
    if static.startswith(STATIC_FOLDER + "/"):
        return static
    if path.startswith("html/assets/site.") and OWN_STYLES in options.files:
        return OWN_STYLES
    return path if has_templates and path.startswith("html/") and path.endswith(".html") else ""
