"""HTML: the scripts, the icon and the styles are those of this tool; no other file of the site runs."""

from collections.abc import Iterator

from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.catalog import FOLDER as CATALOG
from pipeline.publish.verify.checks.site import SEARCH
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.links import STATIC
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.violation import Violation

ASSETS = "html/assets"
STYLESHEET = f"{ASSETS}/site."
# Endings of files that browsers show as documents, and of programs.
DOCUMENTS = (".htm", ".svg", ".xhtml", ".xht", ".xml", ".mhtml", ".shtml")
PROGRAMS = (".js", ".mjs", ".cjs", ".wasm", ".swf", ".jar", ".hta")


@check("html")
def assets(context: VerifyContext) -> Iterator[Violation]:
    """Each asset has the bytes that this tool writes; a library's own rules may follow in the stylesheet."""
    from pipeline.publish.exporters.html_site.theme import Theme  # loads the templates' library

    theme = Theme({})
    known = {asset.path: asset.data for asset in theme.assets}
    for path in context.below(ASSETS):
        data = context.data(path)
        styled = path.startswith(STYLESHEET) and OWN_STYLES in context.manifest.site.theme
        own = styled and data is not None and data.startswith(theme.stylesheet.data)
        if data != known.get(path) and not own:
            yield Violation(path, "", "it is not an asset of this tool")


@check("html")
def documents(context: VerifyContext) -> Iterator[Violation]:
    """No file that a browser shows or runs holds a program; the search has its own, which is made again to compare."""
    for path in context.below("html"):
        if path.endswith(PROGRAMS) and not path.startswith((f"{ASSETS}/", STATIC, f"{SEARCH}/", f"{CATALOG}/")):
            yield Violation(path, "", "it is a program that is not of this tool")
        if path.lower().endswith(DOCUMENTS) and path.startswith(STATIC):
            page = HtmlPage.read(context.text(path) or "")
            running = [active for active in page.active if active.loaded or " on" in active.refused]
            if running or "<script" in (context.text(path) or "").lower():
                yield Violation(path, "", "it holds a script")
