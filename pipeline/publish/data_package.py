"""The tables of a bundle with typed cells, as `datapackage.json` describes them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.publish.table import Cell
from pipeline.publish.verify.descriptor import (
    DESCRIPTOR,
    INTEGER,
    NUMBER,
    DescriptorResource,
    TableSchema,
    read_descriptor,
)
from pipeline.publish.verify.tables import TableReader

# How the description of a column with the text of a section begins and ends; in between is its heading.
SECTION, SECTION_END = "text of the section “", "”"
DISCLAIMER = "disclaimer_"
# The longest integer that every program can represent, in digits.
MOST_DIGITS = 15


@dataclass(frozen=True)
class PackageTable:
    """A table of a bundle that can be read to its end."""

    resource: DescriptorResource
    reader: TableReader

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.resource.name

    @property
    def schema(self) -> TableSchema:
        """Its columns and keys."""
        return self.resource.table

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Its rows; an empty cell is None, a date is text."""
        types = [column.type for column in self.schema.fields]
        return (tuple(map(typed, row.values(), types)) for row in self.reader.rows())


def package_tables(read: Callable[[str], bytes]) -> list[PackageTable]:
    """All tables of a whole bundle; `read` returns the bytes of a file."""
    resources = read_descriptor(read(DESCRIPTOR).decode())
    return [PackageTable(each, TableReader(each.path, read(f"csv/{each.path}").decode())) for each in resources]


def typed(cell: str, type_: str) -> Cell:
    """The value of a cell; one that does not fit its type stays text."""
    if not cell:
        return None
    if type_ == "integer" and INTEGER.fullmatch(cell) and len(cell) <= MOST_DIGITS:
        return int(cell)
    if type_ == "number" and NUMBER.fullmatch(cell) and len(cell) <= MOST_DIGITS:
        return float(cell) if "." in cell else int(cell)
    return cell == "true" if type_ == "boolean" else cell


def without_disclaimer(text: str, disclaimers: Sequence[str]) -> tuple[str, str | None]:
    """The text of a section without the disclaimer that it begins with, and that disclaimer."""
    for disclaimer in disclaimers:
        shown = re.match(r"\s+".join(map(re.escape, disclaimer.split())), text)
        if shown is not None:
            return text[shown.end() :].lstrip("\n"), disclaimer
    return text, None
