"""Kinds of pages of a site, found by their addresses: a new kind of page needs no entry anywhere.

`factors/motivation/index.html` and `factors/focus/index.html` are two pages of the kind `factors/*`.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

INDEX = "index.html"
# Part of an address that is a number, a letter, a grade, or a word and a number, as in page-2.
NUMBERED = re.compile(r"(?:[a-z]+-)?(?:\d+|pk|k|adult)|.", re.IGNORECASE)
# A page that leads on at once; one that search engines should not list.
MOVED = re.compile(rb'<meta http-equiv="refresh"', re.IGNORECASE)
UNLISTED = re.compile(rb'<meta name="robots" content="noindex')


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page of a site: its path, and its size in bytes."""

    path: str
    kind: str
    bytes: int


def kind_of(path: str, data: bytes, ids: Collection[str]) -> str:
    """The kind of a page: its address with a star for each id, number and letter; its state if it is gone.

    Everything right below `strategies/` is an id, so that former ids need not be known.
    """
    folder, _, name = path.rpartition("/")
    parts = folder.split("/") if folder else []
    starred = parts[:1] + ["*" if part in ids or NUMBERED.fullmatch(part) else part for part in parts[1:]]
    if parts[:1] == ["strategies"] and len(parts) > 1:
        starred[1] = "*"
    kind = "/".join(starred if name == INDEX and parts else [*starred, name])
    if MOVED.search(data):
        return f"{kind} (moved)"
    return f"{kind} (retired)" if kind == "strategies/*" and UNLISTED.search(data) else kind


def pages_of(site: Iterable[tuple[str, bytes]], ids: Collection[str]) -> dict[str, list[PageFile]]:
    """All pages by their kinds, the home page first; the heaviest of each kind first."""
    found: dict[str, list[PageFile]] = {}
    for path, data in site:
        if path.endswith(".html"):
            kind = kind_of(path, data, ids)
            found.setdefault(kind, []).append(PageFile(path, kind, len(data)))
    for pages in found.values():
        pages.sort(key=lambda page: (-page.bytes, page.path))
    return dict(sorted(found.items(), key=lambda item: (item[0] != INDEX, item[0])))
