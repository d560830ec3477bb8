"""HTML: every page is there, leads somewhere, and carries the disclaimers where no record says which."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.checks.images import unshown
from pipeline.publish.verify.checks.links import missing_targets
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.links import page_link_violations
from pipeline.publish.verify.page import HtmlPage, words
from pipeline.publish.verify.view import markdown_of, page_of
from pipeline.publish.verify.violation import Violation

# Files that carry every disclaimer.
CARRIERS = ("html/about/index.html", "html/llms.txt")
NEEDED = ("html/index.html", "html/404.html", *CARRIERS)


@check("html")
def pages(context: VerifyContext) -> Iterator[Violation]:
    """Each published strategy has its page and its text; home, about and their like are there."""
    published = context.manifest.published
    for path in (*NEEDED, *map(page_of, published), *map(markdown_of, published)):
        if path not in context.paths:
            yield Violation(path, "", "it is missing")
    for path in context.below("html", ".html"):
        if path not in context.verified and context.text(path) is None:
            yield Violation(path, "", "it cannot be read as UTF-8")


@check("html")
def page_contents(context: VerifyContext) -> Iterator[Violation]:
    """Links of all pages lead to something, and each image is on one."""
    wanted = context.link_targets
    for path in context.below("html", ".html"):
        if path not in context.verified:
            yield from page_link_violations(context.base, path, HtmlPage.read(context.text(path) or ""), wanted)
    yield from missing_targets(context, wanted)
    yield from unshown(context, {target for target, _ in wanted})


@check("html", each=True)
def carriers(context: VerifyContext) -> Iterator[Violation]:
    """The about page and llms.txt carry the disclaimers."""
    texts = context.manifest.disclaimers
    for path in CARRIERS:
        content = context.text(path)
        shown = words(HtmlPage.read(content).text if content and path.endswith(".html") else content or "")
        for item in texts if content is not None else ():
            if words(item.text) not in shown:
                yield Violation(path, "", f"it lacks the disclaimer `{item.id}`")


@check("html")
def carrying_pages(context: VerifyContext) -> Iterator[Violation]:
    """Where there is no record to compare with: as many pages carry each disclaimer as the manifest says."""
    if context.holds("json") or context.records:
        return
    published = context.manifest.published
    shown = {id_: words(HtmlPage.read(html).text) for id_ in published if (html := context.text(page_of(id_)))}
    for item in context.manifest.disclaimers:
        lacking = [id_ for id_ in shown if words(item.text) not in shown[id_]]
        if len(shown) - len(lacking) == item.strategies:
            continue
        for id_ in lacking:
            yield Violation(page_of(id_), id_, f"it lacks the disclaimer `{item.id}`, or {MANIFEST} miscounts them")
