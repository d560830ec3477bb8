"""HTML: the scripts, the icon and the styles are those of this tool; no other file of the site runs."""

import re
from collections.abc import Iterator
from html import unescape

from pipeline.model.images import SITE
from pipeline.model.own_page import ABOUT
from pipeline.model.site_paths import ROBOTS, is_library_file, is_taken
from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.own_pages import own_markdown_of, own_page_path
from pipeline.publish.robots import PATH, robots_text
from pipeline.publish.verify.active_content import policy_faults
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.catalog import FOLDER as CATALOG
from pipeline.publish.verify.checks.site import SEARCH
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.violation import Violation

ASSETS = "html/assets"
STYLESHEET = f"{ASSETS}/site."
# Folders with programs of this tool.
TOOL_FOLDERS = (f"{ASSETS}/", f"{SEARCH}/", f"{CATALOG}/")
# Endings of files that browsers show as documents, and of programs.
DOCUMENTS = (".htm", ".html", ".svg", ".svgz", ".xhtml", ".xht", ".xml", ".xsl", ".xslt", ".mht", ".mhtml", ".shtml")
PROGRAMS = (".js", ".mjs", ".cjs", ".wasm", ".swf", ".jar", ".hta")
# What runs in such a document, or may: elements under any prefix, entities that hide some, styles that make some.
RUNS = re.compile(
    r"<(?:[\w.-]+:)?(?:script|iframe|frame|frameset|object|embed|handler|listener)\b|<!entity|<!doctype[^>]*\[|<[?]xml-styl"
    r"|[\s\"'/]on[a-z]+\s*=|srcdoc|attributename\s*=\s*[\"']?\s*(?:xlink:)?(?:href|on)",
    re.IGNORECASE,
)
ADDRESS_RUNS = re.compile(r"(?:java|vb)script:|data:text/html", re.IGNORECASE)
SPACE = re.compile(r"[\s\x00-\x1f]+")


@check("html")
def assets(context: VerifyContext) -> Iterator[Violation]:
    """Each asset has the bytes that this tool writes; a library's own rules may follow in the stylesheet."""
    from pipeline.publish.exporters.html_site.theme import Theme  # loads the templates' library

    manifest = context.manifest
    theme = Theme({}, logo=manifest.site.logo is not None, several=bool(manifest.library.languages))
    known = {asset.path: asset.data for asset in theme.assets}
    for path in context.below(ASSETS):
        data = context.data(path)
        styled = path.startswith(STYLESHEET) and OWN_STYLES in context.manifest.site.theme
        own = styled and data is not None and data.startswith(theme.stylesheet.data)
        if data != known.get(path) and not own:
            yield Violation(path, "", "it is not an asset of this tool")


@check("html")
def library_files(context: VerifyContext) -> Iterator[Violation]:
    """The library's own files are those that the manifest lists, and none takes the place of another file."""
    listed = context.manifest.site.files
    own = {path for page in context.manifest.site.pages for path in (own_page_path(page.id), own_markdown_of(page.id))}
    if listed != sorted(set(listed)):
        yield Violation(MANIFEST, "site", "the library's own files are not sorted, or one is listed twice")
    for path in listed:
        if f"{SITE}/{path}" not in context.paths:
            yield Violation(f"{SITE}/{path}", "", f"it is missing; {MANIFEST} lists it")
        if path != ROBOTS and not is_library_file(f"{SITE}/{path}"):
            yield Violation(MANIFEST, path, "it stands in a place that is not for a library's own files")
        if path.partition("/")[0] in context.manifest.site.vocabularies:
            yield Violation(MANIFEST, path, "it stands among the pages of a vocabulary")
    found = {path.removeprefix(f"{SITE}/") for path in context.below(SITE) if is_library_file(path) and path not in own}
    terms = tuple(f"{id_}/" for id_ in context.manifest.site.vocabularies)
    for path in sorted(path for path in found.difference(listed) if not path.startswith(terms)):
        yield Violation(f"{SITE}/{path}", "", f"{MANIFEST} does not list it among the library's own files")


@check("html")
def own_pages(context: VerifyContext) -> Iterator[Violation]:
    """The library's own pages are where no other page is, and forbid what they do not need."""
    for id_ in (page.id for page in context.manifest.site.pages):
        if id_ != ABOUT and (is_taken(id_) or id_ in context.manifest.site.vocabularies):
            yield Violation(MANIFEST, id_, "the address of this page is not free")
        path = own_page_path(id_)
        page = HtmlPage.read(context.text(path) or "")
        for fault in policy_faults((each.policy for each in page.active if each.policy), context.expected.foreign):
            yield Violation(path, "", fault)
        missing = {path, own_markdown_of(id_)} - context.paths
        yield from (Violation(each, "", "it is missing") for each in sorted(missing))


@check("html")
def robots(context: VerifyContext) -> Iterator[Violation]:
    """robots.txt hides nothing and names the sitemap, unless the library brings its own."""
    if ROBOTS not in context.manifest.site.files:
        expected = robots_text(context.manifest.library)
        if (context.text(PATH) if PATH in context.paths else "") != expected:
            yield Violation(PATH, "", "it is not the one that follows from the address of the site")


@check("html")
def documents(context: VerifyContext) -> Iterator[Violation]:
    """No file that a browser shows or runs holds a program; the search has its own, which is made again to compare."""
    for path in context.below("html"):
        if path.endswith(PROGRAMS) and not is_library_file(path) and not path.startswith(TOOL_FOLDERS):
            yield Violation(path, "", "it is a program that is not of this tool")
        if path.lower().endswith(DOCUMENTS) and is_library_file(path):
            text = context.text(path)
            if text is None:
                yield Violation(path, "", "it cannot be read as UTF-8, and may hold a script")
            elif not path.endswith(".html") and _runs(text):
                yield Violation(path, "", "it holds a script")


def _runs(text: str) -> bool:
    """True for a document that runs something, or may."""
    plain = unescape(text)
    loads = any(active.loaded or " on" in active.refused for active in HtmlPage.read(text).active)
    return loads or bool(RUNS.search(plain) or ADDRESS_RUNS.search(SPACE.sub("", plain)))
