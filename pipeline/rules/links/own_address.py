import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pipeline.diagnostics import Fix, Safety
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.parse import Link
from pipeline.rule import Finding, rule
from pipeline.text import Edit

# Pages of the site that every library has, by their folders.
PAGES = frozenset({"", "a-z", "about", "categories", "coverage", "factors", "learner-models", "strategies"})
INDEX = "index.html"
SCHEMES = {"strategies": "strategy", "factors": "factor"}


@rule(Library, required=True, fixes=(Safety.SAFE,), rewrites=True)
def own_address(library: Library, context: Context) -> Iterator[Finding]:
    """A link leads to this very site, to a place that is not there or may move.

    A reader of a copy of the site, or of the data, would be sent to another place, or to none.

    Bad:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        base_url: https://library.example.org/
        +++
        Compare [Student Voice](https://library.example.org/strategies/student-voices/).

    Good:
        # path: content/library.yaml
        title: Test Library
        language: en
        publisher: Test Press
        licence: CC-BY-4.0
        version: 1.0.0
        base_url: https://library.example.org/
        +++
        Compare [Student Voice](strategy:student-voice).
    """
    base = library.info.base_url.rstrip("/") + "/" if library.info and library.info.base_url else ""
    if not base:
        return
    for entry in library.entries:
        if any(_is_own(base, address) for address in entry.facts.addresses):
            for link in entry.body.links:
                if _is_own(base, link.href):
                    yield from _findings(library, entry, link, link.href[len(base) :])


def _is_own(base: str, address: str) -> bool:
    return address.startswith(base) or address == base.rstrip("/")


def _findings(library: Library, entry: Entry, link: Link, rest: str) -> Iterator[Finding]:
    """What is wrong with a link below the site's own address; nothing where it leads to a page that stays."""
    parts = urlsplit(rest)
    path = posixpath.normpath(unquote(parts.path)) if parts.path else "."
    folder = "" if path in (".", INDEX) else path.removesuffix("/" + INDEX)
    section, _, id_ = folder.partition("/")
    if meant := _ours(library, section, id_):
        if parts.query or parts.fragment or not parts.path.endswith(("/", INDEX)):
            written = link.inline.source.slice(link.target)
            fix = Fix(f"write `{meant}`", (Edit(link.target, meant),), Safety.SAFE) if written == link.written else None
            yield Finding(link.target, "this address leads to the site itself", f"write `{meant}`", fix=fix)
    elif parts.fragment or not _is_page(library, section, id_, folder) or not _is_folder(parts.path):
        remedy = "link to a strategy with `strategy:…`, to a factor with `factor:…`, or say in words what you mean"
        message = f"{quoted(link.href)} leads to this very site, and to no page of it that stays"
        yield Finding(link.target, message, remedy, about=(f"strategy:{id_}",) if section == "strategies" else ())


def _ours(library: Library, section: str, id_: str) -> str:
    """How a link of ours to the same place is written; empty when there is no such place."""
    if section == "strategies":
        entry = library.by_id.get(id_)
        return f"strategy:{id_}" if entry and entry.status == "published" else ""
    return f"factor:{id_}" if section == "factors" and id_ in library.vocabulary.factors.spans else ""


def _is_page(library: Library, section: str, id_: str, folder: str) -> bool:
    vocabulary = library.vocabulary
    known = {"categories": vocabulary.categories.spans, "learner-models": vocabulary.learner_models.spans}
    known["coverage"] = known["learner-models"]
    return folder in PAGES or id_ in known.get(section, ())


def _is_folder(path: str) -> bool:
    """True when an address leads to a folder or its first page, as servers and the site itself write them."""
    return path in ("", INDEX) or path.endswith(("/", "/" + INDEX))
