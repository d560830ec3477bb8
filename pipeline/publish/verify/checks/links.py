"""HTML: every link inside the site leads to a file that is there, and every anchor to an id on it."""

from collections.abc import Iterator

from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.links import ADDRESSES, MARKDOWN, LinkTargets, text_link_violations
from pipeline.publish.verify.page import HtmlPage
from pipeline.publish.verify.view import OWN
from pipeline.publish.verify.violation import Violation


def missing_targets(context: VerifyContext, wanted: LinkTargets) -> Iterator[Violation]:
    """Which files, and ids on them, that links lead to are not there; each is told of once."""
    anchored = sorted({target for target, anchor in wanted if anchor and target in context.paths})
    ids = {target: set(HtmlPage.read(context.text(target) or "").ids) for target in anchored}
    for (target, anchor), (address, path) in sorted(wanted.items()):
        if target not in context.paths:
            yield _lost(target, address, path)
        elif anchor and anchor not in ids[target]:
            yield Violation(path, "", f"a link leads to `#{anchor}` on {target}, which has no such id")


def _lost(target: str, address: str, path: str) -> Violation:
    if path.startswith(OWN):  # a record names files as they are
        id_ = path.removeprefix(OWN).removesuffix(".json")
        return Violation(path, id_, f"it shows the image {target}, which is not there")
    return Violation(path, "", f"the link `{address}` leads to {target}, which is not there")


@check("html")
def other_links(context: VerifyContext) -> Iterator[Violation]:
    """Addresses in stylesheets, in the site map, in the feed and in Markdown lead to something."""
    wanted: LinkTargets = {}
    for suffix in (*ADDRESSES, *MARKDOWN):
        for path in context.below("html", suffix):
            if path not in context.verified:
                yield from text_link_violations(context.base, path, context.text(path) or "", wanted)
    yield from missing_targets(context, wanted)
