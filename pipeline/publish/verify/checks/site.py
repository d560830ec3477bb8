"""HTML: pages, links, images and search of the site, and images of a bundle without one."""

from collections.abc import Iterator

from pydantic_core import from_json

from pipeline.model.image_file import image_of
from pipeline.model.images import FOLDER, SITE
from pipeline.publish.bundle import Unreadable
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.share import HEADER, HEIGHT, SHARE, WIDTH, share_of
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.full_text import FULL
from pipeline.publish.verify.links import LinkTargets, has_links, site_file_violations
from pipeline.publish.verify.page import HtmlPage, normalized
from pipeline.publish.verify.view import OWN, page_of, site_files_of
from pipeline.publish.verify.violation import Violation
from pipeline.source.paths import STATIC_FOLDER, image_kind

# Files that show every disclaimer.
ABOUT = "html/about/index.html"
WITH_DISCLAIMERS = (ABOUT, "html/llms.txt")
REQUIRED = ("html/index.html", "html/404.html", FULL, *WITH_DISCLAIMERS)
SEARCH = "html/pagefind"
SEARCH_PAGES = f"{SEARCH}/pages.json"


@check("html")
def pages(context: VerifyContext) -> Iterator[Violation]:
    """Every page of a strategy, its Markdown and the required pages exist."""
    published = context.manifest.published
    of_strategies = (path for id_ in published for path in sorted(site_files_of(id_, context.expected)))
    shared = [SHARE] if context.manifest.library.base_url else []
    for path in (*REQUIRED, *shared, *of_strategies):
        if path not in context.paths:
            yield Violation(path, "", "it is missing")
    for path in context.below("html", ".html"):
        if path not in context.verified and context.text(path) is None:
            yield Violation(path, "", "it cannot be read as UTF-8")


@check("html")
def pictures(context: VerifyContext) -> Iterator[Violation]:
    """Pictures for sharing are pictures of their size."""
    for path in (SHARE, *map(share_of, context.manifest.published)):
        if path in context.paths and path not in context.verified:
            try:
                yield from picture_violations(path, context.bundle.read(path))
            except Unreadable:  # the check of all files reports it
                continue


def picture_violations(path: str, data: bytes) -> Iterator[Violation]:
    """What is wrong with a picture for sharing by itself."""
    if not data.startswith(HEADER):
        yield Violation(path, "", f"it is no PNG of {WIDTH} by {HEIGHT} pixels")


@check("html")
def links(context: VerifyContext) -> Iterator[Violation]:
    """Every link of the site resolves, and each image is on a page."""
    of_other_files: LinkTargets = {}
    foreign = context.expected.foreign
    for path in context.below("html"):
        if has_links(path) and path not in context.verified:
            targets = context.link_targets if path.endswith(".html") else of_other_files
            yield from site_file_violations(context.expected.base, path, context.text(path) or "", targets, foreign)
    for targets in (context.link_targets, of_other_files):
        yield from missing_targets(context, targets)
    shown = {target for target, _ in context.link_targets}
    yield from (Violation(path, "", "no page shows it") for path in _unverified_images(context) if path not in shown)


def missing_targets(context: VerifyContext, targets: LinkTargets) -> Iterator[Violation]:
    """Files, and ids on them, that links lead to and that do not exist; each is reported once."""
    anchored = sorted({target for target, anchor in targets if anchor and target in context.paths})
    ids = {target: set(HtmlPage.read(context.text(target) or "").ids) for target in anchored}
    for (target, anchor), (address, path) in sorted(targets.items()):
        if target not in context.paths and path.startswith(OWN):  # a record names files by their paths
            id_ = path.removeprefix(OWN).removesuffix(".json")
            yield Violation(path, id_, f"it shows the image {target}, which is not there")
        elif target not in context.paths:
            message = f"the link `{address}` leads to {target}, which is not there{_moved(context, target)}"
            yield Violation(path, "", message)
        elif anchor and anchor not in ids[target]:
            yield Violation(path, "", f"a link leads to `#{anchor}` on {target}, which has no such id")


def _moved(context: VerifyContext, target: str) -> str:
    """Where a file of a library's folder `static` is now, for a link to where it was until 1.2."""
    now = target.removeprefix(f"{SITE}/{STATIC_FOLDER}/")
    found = now != target and f"{SITE}/{now}" in context.paths
    return f"; files of {STATIC_FOLDER} are at the top of the site now, so this one is {SITE}/{now}" if found else ""


@check("html", sharded=True)
def disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """The about page and llms.txt show the disclaimers."""
    for path in WITH_DISCLAIMERS:
        content = context.text(path)
        shown = normalized(HtmlPage.read(content).text if content and path.endswith(".html") else content or "")
        for item in context.manifest.disclaimers if content is not None else ():
            text = item.text if path.endswith(".html") else item.markdown or item.text
            if normalized(text) not in shown:
                yield Violation(path, "", f"it lacks the disclaimer `{item.id}`")


@check("html")
def visible_disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """Every disclaimer on any page that a library's own theme had a part in can be seen."""
    if not context.manifest.site.theme:
        return  # such pages and styles are made again and compared
    from pipeline.publish.verify.visible import visible_text
    from pipeline.source.parse.styles import hiding_rules

    styles = (context.text(path) or "" for path in context.below("html/assets", ".css"))
    rules = [rule for css in styles for rule in hiding_rules(css)]
    starts = {item.text.split()[0] for item in context.manifest.disclaimers if item.text.split()}
    for path in context.below(SITE, ".html"):
        html = context.text(path) or ""
        if not any(start in html for start in starts):  # most lists have none
            continue
        stands, seen = normalized(HtmlPage.read(html).text), normalized(visible_text(html, rules))
        for item in context.manifest.disclaimers:
            words = normalized(item.text)
            if stands.count(words) > seen.count(words):
                yield Violation(
                    path, "", f"it hides the disclaimer `{item.id}`, by its tags or by a rule of the styles"
                )


@check("html")
def disclaimers_without_records(context: VerifyContext) -> Iterator[Violation]:
    """Without records to compare with, as many pages show each disclaimer as the manifest says."""
    if context.holds("json") or context.records:
        return
    published = context.manifest.published
    shown = {id_: normalized(HtmlPage.read(html).text) for id_ in published if (html := context.text(page_of(id_)))}
    for item in context.manifest.disclaimers:
        lacking = [id_ for id_ in shown if normalized(item.text) not in shown[id_]]
        if len(shown) - len(lacking) == item.strategies:
            continue
        for id_ in lacking:
            yield Violation(page_of(id_), id_, f"it lacks the disclaimer `{item.id}`, or {MANIFEST} miscounts them")


def is_image(path: str) -> bool:
    """True for a file in the folder of images."""
    return path.startswith(f"{FOLDER}/")


def image_violations(path: str, data: bytes) -> Iterator[Violation]:
    """What is wrong with an image by itself."""
    kind = image_kind(path)
    if not kind:
        yield Violation(path, "", "its name is not that of an image")
    elif image_of(data).kind != kind:
        yield Violation(path, "", "it is not the image that its name says")


@check()
def images(context: VerifyContext) -> Iterator[Violation]:
    """Each image is what its name says."""
    for path in _unverified_images(context) if {SITE, "json"} & {*context.manifest.formats} else ():
        try:
            yield from image_violations(path, context.bundle.read(path))
        except Unreadable:  # the check of all files reports it
            continue


@check("json")
def images_without_site(context: VerifyContext) -> Iterator[Violation]:
    """Without a site, each image is shown by a record, and exists."""
    if context.holds(SITE):
        return  # their links are checked with those of the site
    targets = {target: source for target, source in context.link_targets.items() if source[1].startswith(OWN)}
    yield from missing_targets(context, targets)
    shown = {target for target, _ in targets}
    yield from (Violation(path, "", "no record shows it") for path in _unverified_images(context) if path not in shown)


def _unverified_images(context: VerifyContext) -> Iterator[str]:
    return (path for path in context.below(FOLDER) if path not in context.verified)


@check("html")
def search(context: VerifyContext) -> Iterator[Violation]:
    """The search knows the strategy of each page that it finds, and finds every strategy."""
    fragments = context.below(f"{SEARCH}/fragment", ".pf_fragment")
    names = [path.rsplit("/", 1)[1].partition(".")[0] for path in fragments]
    if not names and SEARCH_PAGES not in context.paths:
        return
    try:
        pages = from_json(context.text(SEARCH_PAGES) or "")
    except ValueError:
        yield Violation(SEARCH_PAGES, "", "it is missing or no JSON, and without it the search shows nothing")
        return
    if not isinstance(pages, dict) or sorted(pages) != names:
        yield Violation(SEARCH_PAGES, "", f"its keys are not the files in {SEARCH}/fragment")
    elif sorted(map(str, pages.values())) != sorted(context.manifest.published):
        yield Violation(SEARCH_PAGES, "", "it does not name each published strategy once")
