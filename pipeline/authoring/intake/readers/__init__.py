"""Readers: one module for each kind of file, found by itself.

A reader has the `ENDINGS` of the files it reads, and a function `read` that gives the pages of a file.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from pipeline.authoring.archive import NotADocument
from pipeline.authoring.intake.old_file import NotImported, OldFile
from pipeline.authoring.intake.old_page import IsHeading, OldPage

# Older formats, and how to make one that can be read.
OLDER = {
    ".doc": "open it in a word processor and save it as .docx",
    ".rtf": "open it in a word processor and save it as .docx",
    ".odt": "open it in a word processor and save it as .docx",
    ".pages": "export it as .docx",
    ".xls": "open it in a spreadsheet program and save it as .xlsx",
    ".ods": "open it in a spreadsheet program and save it as .xlsx",
    ".json": "a single document is no bundle; name the folder of the bundle, or its zip archive",
    ".pdf": "a PDF has lost what is a heading and what is text; look for the document that it was made from",
}


class Reader(Protocol):
    """A module that reads one kind of file."""

    ENDINGS: tuple[str, ...]

    def read(self, file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
        """The pages of a file."""


@cache
def all_readers() -> Mapping[str, str]:
    """The module of each ending, by the `ENDINGS` of the modules; none of their packages is loaded."""
    package = import_module(__name__)
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(package.__path__)]
    return {ending: module.__name__ for module in modules for ending in module.ENDINGS}


def pages_of(file: OldFile, is_heading: IsHeading) -> list[OldPage]:
    """The pages of a file, by the reader of its ending; raises NotImported if there is none."""
    readers = all_readers()
    if file.ending not in readers:
        known = ", ".join(sorted(readers))
        raise NotImported(file.name, OLDER.get(file.ending, f"its name must end in one of {known}"))
    reader = cast(Reader, import_module(readers[file.ending]))
    try:
        return list(reader.read(file, is_heading))
    except ModuleNotFoundError as error:
        missing = f"files like this need a package that is not installed ({error.name})"
        raise NotImported(file.name, f"{missing}: pip install 'strategy-pipeline[import]'") from None
    except NotADocument as fault:
        raise NotImported(file.name, str(fault)) from None
    except RecursionError:
        raise NotImported(file.name, "its parts stand inside one another too deep") from None
