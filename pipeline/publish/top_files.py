"""The files at the top of a bundle for people: README.md, LICENSE, and CITATION.cff."""

import re
from collections.abc import Collection, Iterator, Mapping

from pipeline.model.concept_words import ConceptWords
from pipeline.model.licence import licence_ids, licence_url, names_licence, spdx_expression
from pipeline.model.plain_markdown import plain
from pipeline.publish.changes.files import CHANGELOG, CHANGES
from pipeline.publish.citation import CITATION, citation_of
from pipeline.publish.exporter import File
from pipeline.publish.records import Records
from pipeline.publish.schema.records import DisclaimerV1, LibraryV1
from pipeline.publish.schema.site import ConceptWordsV1
from pipeline.publish.section_text import quote_of
from pipeline.source.paths import LICENCE_PATHS
from pipeline.source.text import counted

README, LICENCE = "README.md", "LICENSE"
TOP_FILES = frozenset({README, LICENCE, CITATION})
# What is in the folder of each format, and in those that several have.
FOLDERS: Mapping[str, str] = {
    "csv": "tables, with `datapackage.json` to describe them",
    "html": "the site; open `html/index.html`",
    "json": "records as JSON, a graph, and linked data",
    "sqlite": "the tables as a database with full-text search",
    "xlsx": "the tables as a workbook for spreadsheet programs",
}
# Controls that no licence's text needs; a form feed may part its pages.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def top_files(site: Records, formats: Collection[str], *, changes: bool) -> Iterator[File]:
    """README.md and LICENSE of a bundle that holds these formats, and perhaps files that tell of changes."""
    holds = counted_strategies(len(site.summaries), site.info.words.get("strategy"))
    readme = readme_of(site.library, site.disclaimers, formats=formats, holds=holds, changes=changes)
    yield File(README, readme.encode())
    own = own_licence(site)
    yield File(LICENCE, (own[1] if own else licence_notice(site.library)).encode())
    yield File(CITATION, citation_of(site.library, site.updated).encode())


def readme_of(
    library: LibraryV1,
    disclaimers: Collection[DisclaimerV1],
    *,
    formats: Collection[str],
    holds: str,
    changes: bool,
) -> str:
    """The text of README.md, of a library that `holds` some strategies. Anyone can make it again from the manifest."""
    intro = f"Version {library.version} of a library of {holds}, published by {library.publisher}."
    lines = [f"# {plain(library.title)}", ""]
    lines += [plain(library.description), ""] if library.description else []
    lines += [plain(intro)]
    lines += [f"It can be read at <{_address(library.base_url)}>."] if library.base_url else []
    lines += ["", *_terms(library), ""]
    if disclaimers:
        lines += ["## Disclaimers", ""]
        lines += ["Wherever a section with such a text is shown, the text must be shown with it, word for word:", ""]
        lines += [line for item in disclaimers for line in quote_of(item)]
    return "\n".join([*lines, *_files(formats, changes=changes), "", *_verification()])


def counted_strategies(published: int, words: ConceptWords | ConceptWordsV1 | None) -> str:
    """The number of strategies, by the library's word for them."""
    return counted(published, words.one, words.many) if words else counted(published, "strategy", "strategies")


def _address(address: str) -> str:
    return address.replace("<", "%3C").replace(">", "%3E")


def _terms(library: LibraryV1) -> Iterator[str]:
    """Licence and credit."""
    licence = plain(library.licence)
    yield "## Licence"
    yield ""
    yield (
        f"[{licence}]({library.licence_url}); see [LICENSE](LICENSE)."
        if library.licence_url
        else (f"{licence}; see [LICENSE](LICENSE).")
    )
    yield ""
    yield "To credit it, name the title, the publisher, the version and the licence:"
    yield ""
    credit = f"{library.title}, version {library.version}. {library.publisher}. Licence: {library.licence}"
    yield f"> {plain(credit)}" + (f", <{library.licence_url}>" if library.licence_url else "")
    if library.attribution:
        yield ""
        yield plain(library.attribution)


def _files(formats: Collection[str], *, changes: bool) -> Iterator[str]:
    yield "## Files"
    yield ""
    for name in sorted(formats):
        yield f"- `{name}/`: {FOLDERS.get(name, 'the library in this format')}"
    if "json" in formats and "html" not in formats:
        yield "- `html/images/`: the images that records show, if there are any"
    yield "- `schemas/`: JSON Schemas of all documents, and TypeScript types"
    if changes:
        yield f"- `{CHANGES}`, `{CHANGELOG}`: what changed since an earlier version"
    yield "- `CITATION.cff`: how to cite the library, for programs"
    yield "- `manifest.json`: every file with its size and SHA-256"
    yield "- `SHA256SUMS`: the same checksums for `sha256sum`"


def _verification() -> Iterator[str]:
    yield "## Verification"
    yield ""
    yield "`sha256sum -c SHA256SUMS` finds files that were changed. `strategies verify .` also checks what they say."
    yield ""


def licence_notice(library: LibraryV1) -> str:
    """The text of LICENSE where a library has no such file: the name of the licence, never its text."""
    expression = spdx_expression(library.licence)
    lines = [library.title, f"Published by {library.publisher}", ""]
    lines.append(f"SPDX-License-Identifier: {expression}" if expression else f"Licence: {library.licence}")
    lines += [address for id_ in licence_ids(library.licence) if (address := licence_url(id_))]
    lines += ["", library.attribution] if library.attribution else []
    return "\n".join([*lines, "", "This file names the licence. It does not hold the licence's text.", ""])


def own_licence(site: Records) -> tuple[str, str] | None:
    """Path and text of the library's own file with its licence, if there is one that names it.

    Another file of that name is not about the content: a repository may hold a program with a licence of its own.
    """
    for path in LICENCE_PATHS:
        read = site.site.files.get(path)
        text = read and licence_text(read())
        if text and is_licence_of(site.library, text):
            return path, text
    return None


def licence_text(data: bytes) -> str:
    """The text of a licence's file with line feeds and without a byte-order mark; empty when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return ""


def is_licence_of(library: LibraryV1, text: str) -> bool:
    """True for a text that names the licence of a library."""
    return not CONTROLS.search(text) and names_licence(text, library.licence)


def unused_licence(site: Records) -> Iterator[str]:
    """A sentence about each licence file of the content that does not name the licence."""
    used = own_licence(site)
    for path in LICENCE_PATHS if used is None else ():
        if path in site.site.files and "/" in path:
            yield f"{path} does not name {site.library.licence}, so LICENSE of the bundle is a short notice"
