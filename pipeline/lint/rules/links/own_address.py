import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import Address, addresses, fields
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.text import Edit

# Folders of the pages that every site has.
PAGES = frozenset({"", "a-z", "about", "categories", "coverage", "factors", "learner-models", "strategies"})
INDEX = "index.html"
NO_LINK = "link to a strategy with `strategy:…`, to a factor with `factor:…`, or say in words what you mean"
NO_PLACE = "write the address of a place elsewhere, or leave the field out"


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
    for entry in library.texts:
        if any(_is_own(base, address) for address in (*entry.facts.addresses, _origin(entry))):
            for address in addresses(entry.document):
                if _is_own(base, address.href):
                    yield from _findings(library, address, address.href[len(base) :])
    for file in library.data_files:
        for address in fields(file):
            # `edit_url` and the path of a page make the address of an editor, which is never on the site.
            if address.href != (library.info and library.info.base_url) and _is_own(base, address.href):
                yield Finding(address.span, "pages are edited elsewhere than on this very site", NO_PLACE)


def _origin(entry: Entry) -> str:
    """Address of the page's source; empty if there is none."""
    source = entry.facts.front.get("source")
    url = source.get("url") if isinstance(source, dict) else None
    return url if isinstance(url, str) else ""


def _is_own(base: str, address: str) -> bool:
    return address.startswith(base) or address == base.rstrip("/")


def _findings(library: Library, address: Address, below_base: str) -> Iterator[Finding]:
    """Find the fault of an address on the site; an address of a permanent page has none."""
    parts = urlsplit(below_base)
    path = posixpath.normpath(unquote(parts.path)) if parts.path else "."
    folder = "" if path in (".", INDEX) else path.removesuffix("/" + INDEX)
    section, _, id_ = folder.partition("/")
    if meant := _internal_address(library, section, id_):
        if parts.query or parts.fragment or not parts.path.endswith(("/", INDEX)):
            if address.link is None:
                yield Finding(address.span, "this address leads to the site itself", "name where the page came from")
                return
            written = address.link.inline.source.slice(address.span)
            edits = (Edit(address.span, meant),)
            fix = Fix(f"write `{meant}`", edits, Safety.SAFE) if written == address.written else None
            yield Finding(address.span, "this address leads to the site itself", f"write `{meant}`", fix=fix)
    elif parts.fragment or not _is_page(library, section, id_, folder) or not _is_folder(parts.path):
        message = f"{quoted(address.href)} leads to this very site, and to no page of it that stays"
        about = (f"strategy:{id_}",) if section == "strategies" else ()
        yield Finding(address.span, message, NO_PLACE if address.link is None else NO_LINK, about=about)


def _internal_address(library: Library, section: str, id_: str) -> str:
    """The address of a strategy or factor with our own scheme; empty if there is none."""
    if section == "strategies":
        entry = library.by_id.get(id_)
        return f"strategy:{id_}" if entry and entry.status == "published" else ""
    return f"factor:{id_}" if section == "factors" and id_ in library.vocabulary.factors.spans else ""


def _is_page(library: Library, section: str, id_: str, folder: str) -> bool:
    categories, models = library.vocabulary.categories.spans, library.vocabulary.learner_models.spans
    known = {"categories": categories, "learner-models": models, "coverage": models}
    return folder in PAGES or id_ in known.get(section, ())


def _is_folder(path: str) -> bool:
    """True for the path of a folder or its index page, as servers and the site itself write them."""
    return path in ("", INDEX) or path.endswith(("/", "/" + INDEX))
