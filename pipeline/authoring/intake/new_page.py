"""The page that an old one becomes, and what the person should know of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.authoring.intake.old_page import OldPage
from pipeline.authoring.intake.passages import joined, passages_of

# The parts of a report, in their order, each with the words above it.
PARTS = {
    "placed": "in place",
    "guessed": "guessed, please look",
    "replaced": "put in the exact words",
    "left": "left out",
    "unplaced": "without a place, kept at the end of the page",
    "todo": "left to do",
}


class Remark(NamedTuple):
    """One line of the report: a part of `PARTS`, and words."""

    part: str
    words: str


class Leftover(NamedTuple):
    """What has no place: a heading as Markdown, and a text as Markdown below it."""

    heading: str
    text: str


@dataclass
class NewPage:
    """A page in the making. `sections` maps ids of the page policy to parts in Markdown."""

    old: OldPage
    id: str = ""  # if it is known
    title: str = ""
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    sections: dict[str, list[str]] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)  # sections that had their disclaimer
    rewritten: list[str] = field(default_factory=list)  # texts of the old page that the house writes by itself
    leftovers: list[Leftover] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, part: str, words: str) -> None:
        """Add a line to the report."""
        self.remarks.append(Remark(part, " ".join(words.split())))

    def keep(self, heading: str, text: str) -> None:
        """Keep a part of the old page that has no place."""
        if text.strip() or heading:
            self.leftovers.append(Leftover(heading, text))

    def plain_of(self, section: str) -> list[str]:
        """The visible texts of the blocks of a section."""
        passages = passages_of(joined(self.sections.get(section, ()))) or ()
        return [piece.text for passage in passages for piece in passage.pieces if piece.kind == "paragraph"]

    def remarks_of(self, part: str) -> Iterator[str]:
        """The lines of a part of the report."""
        return (remark.words for remark in self.remarks if remark.part == part)
