"""Files to import: read once, within limits, and never through a link that an archive or a page names."""

import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.authoring.tables import encoding_of
from pipeline.source.disk import FileRefused, read_file
from pipeline.source.environment import EnvironmentFault

# Most bytes of a file to import, and of a file that is text.
LARGEST, LARGEST_TEXT = 50_000_000, 5_000_000
# Control characters other than tab and line feed, which no page may hold, and halves of characters.
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), " ")
CONTROLS |= dict.fromkeys(range(55296, 57344), "�")


class NotImported(EnvironmentFault):
    """A file that cannot be imported, and why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be imported: {why}")


@dataclass(frozen=True)
class OldFile:
    """A file to import: its name as the person gave it, its bytes, and the folder that holds it."""

    name: str
    data: bytes
    folder: Path | None = None

    @classmethod
    def read(cls, path: Path) -> "OldFile":
        """Read a plain file; raises NotImported for anything else, or for one that is too large."""
        try:
            found = path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise NotImported(str(path), "it is a folder; name the files in it")
            if not stat.S_ISREG(found.st_mode):
                raise NotImported(str(path), "it is not a plain file")
            if found.st_size > LARGEST:
                raise NotImported(str(path), f"it has more than {LARGEST // 1_000_000} megabytes")
            return cls(str(path), path.read_bytes(), path.absolute().parent)
        except OSError as error:
            raise NotImported(str(path), (error.strerror or "no reason given").lower()) from None

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return PurePosixPath(self.name.replace("\\", "/")).stem

    @property
    def ending(self) -> str:
        """The ending of its name in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def text(self) -> str:
        """Its text with line feeds and without control characters; texts that are not UTF-8 count as Windows-1252."""
        if len(self.data) > LARGEST_TEXT:
            raise NotImported(self.name, f"it has more than {LARGEST_TEXT // 1_000_000} megabytes of text")
        try:
            text = self.data.decode(encoding_of(self.data))
        except UnicodeDecodeError:
            text = self.data.decode("cp1252", "replace")
        return without_controls(text)

    def beside(self, address: str, limit: int) -> bytes | None:
        """The bytes of a plain file in or below its folder, by a relative address without `..`, or None."""
        steps = PurePosixPath(address)
        if self.folder is None or steps.is_absolute() or ".." in steps.parts or not steps.parts or "\\" in address:
            return None
        try:
            return read_file(self.folder, steps.as_posix(), limit)
        except (FileRefused, ValueError):
            return None


def without_controls(text: str) -> str:
    """A text with line feeds, and spaces in place of control characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)
