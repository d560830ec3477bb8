"""What the files of `content/images` are."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.model.image_file import HEAD, REFUSED, ImageFile, kind_of
from pipeline.source.disk import FileRefused, read_head


def images_in(root: Path, paths: Iterable[str], refused: Iterable[str]) -> tuple[dict[str, ImageFile], dict[str, str]]:
    """Every image by its path, sorted, those that are `refused` too; and why others could not be read."""
    images: dict[str, ImageFile] = {}
    faults: dict[str, str] = {}
    known = frozenset(refused)
    for path in sorted(paths):
        images[path] = ImageFile(0, REFUSED)
        if path in known:
            continue
        try:
            size, head = read_head(root, path, HEAD)
            images[path] = ImageFile(size, kind_of(head, size))
        except FileRefused as refusal:
            faults[refusal.path] = refusal.reason
    return images, faults
