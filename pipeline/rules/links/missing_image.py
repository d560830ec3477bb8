from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.names import Names
from pipeline.model.wording import quoted
from pipeline.rule import Finding, rule
from pipeline.rules.links._addresses import Address, addresses
from pipeline.rules.links._faults import unsafe

IMAGES = "content/images"
KINDS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})


@rule(Library)
def missing_image(library: Library, context: Context) -> Iterator[Finding]:
    """An image is not where the page says it is.

    Readers see a broken frame in its place.

    Bad:
        ![Eight chairs in a circle](../images/cirlce.png)

    Good:
        ![Eight chairs in a circle](../images/circle.png)
    """
    names: Names | None = None
    for entry in library.entries:
        if not entry.facts.pictures:
            continue
        for address in addresses(entry.document):
            if not address.is_image or not address.href or address.scheme or unsafe(address):
                continue
            path = _path(entry.path, address)
            if path in library.images and PurePosixPath(path).suffix.lower() in KINDS:
                continue
            names = names or Names.of(library.images)
            yield _finding(entry.path, address, path, names)


def _path(page: str, address: Address) -> str:
    """The file that an address leads to from a page; empty when it leads out of the library."""
    steps = list(PurePosixPath(page).parent.parts)
    written = unquote(address.href)
    if written.startswith("/"):
        return ""
    for step in written.split("/"):
        if step == "..":
            if not steps:
                return ""
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _finding(page: str, address: Address, path: str, names: Names) -> Finding:
    shown = quoted(unquote(address.href))
    up = "../" * (len(PurePosixPath(page).parent.parts) - 1)
    if not path.startswith(IMAGES + "/"):
        message = f"{shown} does not lead into {IMAGES}"
        remedy = f"put the file into {IMAGES} and write `{up}images/` before its name"
        return Finding(address.span, message, remedy)
    if PurePosixPath(path).suffix.lower() not in KINDS:
        message = f"{shown} is not an image that can be shown"
        return Finding(address.span, message, "use a png, jpg, webp, avif or gif file", about=(path,))
    meant = names.suggest(path)
    nearest = f"; did you mean {quoted(up + meant.id.removeprefix('content/'))}?" if meant else ""
    remedy = f"images stand in {IMAGES}; capitals and small letters count"
    return Finding(address.span, f"there is no image {shown}{nearest}", remedy, about=(path,))
