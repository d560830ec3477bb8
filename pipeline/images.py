"""The files of `content/images` on the disk."""

import os
import stat
from pathlib import Path

from pipeline.model.image_file import HEAD, ImageFile, kind_of
from pipeline.places import IMAGES_FOLDER
from pipeline.tree import walk


def images_in(root: Path) -> dict[str, ImageFile]:
    """Every file of `content/images` by its path, sorted; hidden ones are left out."""
    found = walk(root, IMAGES_FOLDER)
    return {path: ImageFile(0, "link") if reason else _on_disk(root / path) for path, reason in found.items()}


def _on_disk(path: Path) -> ImageFile:
    """What a file is. It is opened without waiting, for it may be a pipe."""
    try:
        place = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            found = os.fstat(place)
            if stat.S_ISREG(found.st_mode):
                return ImageFile(found.st_size, kind_of(os.read(place, HEAD), found.st_size))
        finally:
            os.close(place)
    except OSError:
        pass
    return ImageFile(0, "unreadable")
