"""HTML: every page is there, leads somewhere, and carries the disclaimers where no record says which."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.checks.images import unshown
from pipeline.publish.verify.checks.links import wanted_faults
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.links import page_links
from pipeline.publish.verify.page import HtmlPage, words
from pipeline.publish.verify.view import page_of, text_of
from pipeline.publish.verify.violation import Violation

# Files that carry every disclaimer.
CARRIERS = ("html/about/index.html", "html/llms.txt")
NEEDED = ("html/index.html", "html/404.html", *CARRIERS)


@check("html")
def pages(inspection: VerifyContext) -> Iterator[Violation]:
    """Each published strategy has its page and its text; home, about and their like are there."""
    published = inspection.manifest.published
    for path in (*NEEDED, *map(page_of, published), *map(text_of, published)):
        if path not in inspection.paths:
            yield Violation(path, "", "it is missing")
    for path in inspection.below("html", ".html"):
        if path not in inspection.proved and inspection.text(path) is None:
            yield Violation(path, "", "it cannot be read as UTF-8")


@check("html")
def page_contents(inspection: VerifyContext) -> Iterator[Violation]:
    """Links of all pages lead to something, and each image is on one."""
    wanted = inspection.wanted
    for path in inspection.below("html", ".html"):
        if path not in inspection.proved:
            yield from page_links(inspection.base, path, HtmlPage.read(inspection.text(path) or ""), wanted)
    yield from wanted_faults(inspection, wanted)
    yield from unshown(inspection, {target for target, _ in wanted})


@check("html", each=True)
def carriers(inspection: VerifyContext) -> Iterator[Violation]:
    """The about page and llms.txt carry the disclaimers."""
    texts = inspection.manifest.disclaimers
    for path in CARRIERS:
        content = inspection.text(path)
        shown = words(HtmlPage.read(content).text if content and path.endswith(".html") else content or "")
        for item in texts if content is not None else ():
            if words(item.text) not in shown:
                yield Violation(path, "", f"it lacks the disclaimer `{item.id}`")


@check("html")
def carrying_pages(inspection: VerifyContext) -> Iterator[Violation]:
    """Where there is no record to compare with: as many pages carry each disclaimer as the manifest says."""
    if inspection.holds("json") or inspection.given:
        return
    published = inspection.manifest.published
    shown = {id_: words(HtmlPage.read(html).text) for id_ in published if (html := inspection.text(page_of(id_)))}
    for item in inspection.manifest.disclaimers:
        lacking = [id_ for id_ in shown if words(item.text) not in shown[id_]]
        if len(shown) - len(lacking) == item.strategies:
            continue
        for id_ in lacking:
            yield Violation(page_of(id_), id_, f"it lacks the disclaimer `{item.id}`, or {MANIFEST} miscounts them")
