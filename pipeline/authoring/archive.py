"""Office documents are ZIP archives of XML: refused if they would unpack to far more than they are."""

import io
import re
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

# Most parts of a document, and most bytes of one part and of all parts once they are unpacked. `zipfile` never unpacks
# more of a part than the archive says it has.
MOST_PARTS, LARGEST_PART, LARGEST = 5_000, 100_000_000, 250_000_000
METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED})
# Office documents define no entities; a bomb of XML does. They would stand at the beginning of a part.
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00|\x00<\x00!\x00D", re.IGNORECASE)
XML, BEGINNING = (".xml", ".rels"), 4096
FAULTS = (BadZipFile, LargeZipFile, KeyError, NotImplementedError, EOFError, ValueError, OSError, RuntimeError)


class NotADocument(Exception):  # noqa: N818 - its text is for the person
    """Bytes that are no document of the kind that was expected, and why."""


def checked(data: bytes) -> io.BytesIO:
    """The archive as an open file; raises NotADocument if it is none, damaged, encrypted or a bomb."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
    except FAULTS:
        raise NotADocument("it is damaged, or no document of this kind") from None
    return io.BytesIO(data)


def parts(data: bytes, names: re.Pattern[str]) -> Iterator[str]:
    """The text of each part whose name matches, in the order of their names; the archive must have been checked."""
    with ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(filter(names.fullmatch, archive.namelist())):
            yield archive.read(name).decode("utf-8", "replace")


def _check(archive: ZipFile) -> None:
    found = archive.infolist()
    if any(part.flag_bits & 1 for part in found):
        raise NotADocument("it is protected by a password")
    too_large = any(part.file_size > LARGEST_PART for part in found) or sum(part.file_size for part in found) > LARGEST
    if len(found) > MOST_PARTS or too_large:
        raise NotADocument("unpacked it would be far larger than any document of a library")
    if any(part.compress_type not in METHODS for part in found):
        raise NotADocument("it is compressed as no office program does it")
    for part in found:
        if part.filename.endswith(XML) and DOCTYPE.search(_beginning(archive, part.filename)):
            raise NotADocument(f"{part.filename} in it defines entities, as no office program writes them")


def _beginning(archive: ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(BEGINNING)
