"""Reads the two lists of references: what their tables say of a work, and which numbers and addresses that holds."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from tests.trace import Traced, Video
from tests.trace.numbers import figures_in

MONTHS = calendar.month_name[1:]
# Cells of a table that say where a work was seen: addresses there are of copies.
SEEN_IN = "seen in"
# What a line says of an address that is not to be printed.
COPY = "stored address looks like a copy"
# What parts the works, or the findings, that share a cell.
PIECE = re.compile(r" · |; ")
URL = re.compile(r"https?://\S+?(?=[,;]?(?:\s|$))")
DOI = re.compile(r"\b10\.\d{4,9}/\S+?(?=[,;)]*(?:\s|$))")
ERIC = re.compile(r"\bE[JD]\d{5,}\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
DATE = re.compile(rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)}) (?P<year>(?:19|20)\d\d)\b")
REPORT = re.compile(r"\b(?:NCEE|NCER|WWC) [\d-]+|\bitem (\w+)|\b(No\. \d+)")
# Volume and issue, pages, or the number of an article.
LOCATORS = (
    re.compile(r"\bvol\. (\d+), issue (\d+)"),
    re.compile(r"(?<=\(\d\), )(\d+|e\d{4,})(?=,|$)|(?<=\(\d\d\), )(\d+)(?=,|$)"),
    re.compile(r"\b(\d+\((?:\d+|Supplement \d+)\))"),
    re.compile(r"\b(\d+):(\d+)\b"),
    re.compile(r"\b(?:issue )?(\d+)(?=, e?\d+–)"),
    re.compile(r"\b(e?\d+–e?\d+(?:, \d+)?)(?=[,; )]|$)"),
    re.compile(r", (?:article )?(e\d{7,}\w*|\d{5,})\b(?!,\d)"),
)


@dataclass(frozen=True)
class Said:
    """What a line says of a work: the work as it is cited, and what it states; every piece apart."""

    cited: tuple[str, ...]
    stated: tuple[str, ...]


class Lists:
    """The lists, by the names of their files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._lines = {file.name: file.read_text(encoding="utf-8").split("\n") for file in files}

    def line(self, place: str) -> str:
        """The whole line of `file:number`, without what says where it was seen."""
        return " | ".join(text for _, text in self._cells(place))

    def said(self, place: str) -> Said:
        """What a place says, narrowed to the pieces that hold its words, if it has some."""
        where, _, words = place.partition(" ")
        cited, stated = list[str](), list[str]()
        for heading, text in self._cells(where):
            pieces = [piece for piece in PIECE.split(text) if words in piece]
            (stated if heading == "what it states" else cited).extend(pieces)
        return Said(tuple(cited), tuple(stated))

    def videos(self) -> Iterator[Video]:
        """All videos, in the order of the lists."""
        for name, lines in self._lines.items():
            for number in range(1, len(lines) + 1):
                for heading, text in self._cells(f"{name}:{number}"):
                    if heading == "video":
                        for piece in filter(URL.search, text.split(" · ")):
                            title, _, url = piece.rpartition(", ")
                            yield Video(f"{name}:{number}", title, url)

    def _cells(self, place: str) -> list[tuple[str, str]]:
        """The cells of a line with the headings of their columns; a line outside of tables states something."""
        name, _, number = place.partition(" ")[0].partition(":")
        lines, index = self._lines[name], int(number) - 1
        if not lines[index].startswith("|"):
            return [("what it states", lines[index])]
        top = index
        while lines[top - 1].startswith("|"):
            top -= 1
        headings, cells = _row(lines[top]), _row(lines[index])
        if top == index or set(lines[index]) <= set("|-"):
            return []
        unread = {"for", "kind, grade", SEEN_IN}
        return [(heading, text) for heading, text in zip(headings, cells, strict=True) if heading not in unread]


def _row(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def derived(key: str, places: tuple[str, ...], lists: Lists) -> Traced:
    """What the lists hold of a work at these places."""
    found: dict[str, dict[str, None]] = {each.name: {} for each in fields(Traced) if each.name not in {"key", "lines"}}
    for place in places:
        said = lists.said(place)
        for piece in said.cited:
            _read_cited(piece, found)
        for piece in said.stated:
            _read_numbers(piece, found)
        if any(COPY in piece for piece in said.stated):
            found["URLs"] = {}
    return Traced(key, places, **{name: tuple(values) for name, values in found.items()})


def _read_cited(piece: str, found: dict[str, dict[str, None]]) -> None:
    """Take out, one kind after the other, what is known by its form; the numbers that stay are figures or years."""
    for name, pattern in (("URLs", URL), ("DOI", DOI), ("ERIC", ERIC), ("locators", REPORT)):
        piece = _taken(piece, pattern, found[name])
    for date in DATE.finditer(piece):
        found["dates"][_date(date)] = None
        found["years"][date["year"]] = None
    piece = DATE.sub(" ", piece)
    years = dict.fromkeys(YEAR.findall(piece))
    found["years"] |= years
    piece = YEAR.sub("", piece)
    for pattern in LOCATORS:
        piece = _taken(piece, pattern, found["locators"])
    _read_numbers(piece, found)


def _read_numbers(text: str, found: dict[str, dict[str, None]]) -> None:
    for figure in figures_in(text):
        found["years" if YEAR.fullmatch(figure.value) else "figures"][figure.value] = None


def _taken(text: str, pattern: re.Pattern[str], into: dict[str, None]) -> str:
    for match in pattern.finditer(text):
        into.update(dict.fromkeys(filter(None, match.groups() if any(match.groups()) else (match[0],))))
    return pattern.sub(" ", text)


def _date(date: re.Match[str]) -> str:
    month = f"{date['year']}-{MONTHS.index(date['month']) + 1:02}"
    return f"{month}-{int(date['day']):02}" if date["day"] else month
