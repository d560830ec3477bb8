import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._addresses import Address, checked_addresses
from pipeline.model.context import Context
from pipeline.model.images import AFTER_PATH, path_from
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.names import Names
from pipeline.source.paths import IMAGES_FOLDER, image_kind


@rule(Library, required=True)
def missing_image(library: Library, context: Context) -> Iterator[Finding]:
    """An image is not where the page says it is.

    Readers see a broken frame in its place.

    Bad:
        ![Eight chairs in a circle](../images/cirlce.png)

    Good:
        ![Eight chairs in a circle](../images/circle.png)
    """
    images = frozenset(filter(image_kind, library.images))
    names: Names | None = None
    for entry in library.texts:
        if images.issuperset(entry.facts.pictures):
            continue
        for address, unsafe, _ in checked_addresses(entry.document):
            if not address.is_image or not address.href or address.scheme or unsafe:
                continue
            written = AFTER_PATH.split(address.href, maxsplit=1)[0]
            path = path_from(entry.path, written)
            if written != address.href:
                yield _query_finding(address, written)
            elif path not in images:
                names = names or Names.of(images)
                yield _normalization_finding(address, path, images) or _finding(entry.path, address, path, names)


def _query_finding(address: Address, written: str) -> Finding:
    return Finding(
        address.span,
        f"{quoted(address.href[len(written) :])} does not belong to the name of an image",
        f"write the address without it: {quoted(unquote(written))}",
    )


def _normalization_finding(address: Address, path: str, images: frozenset[str]) -> Finding | None:
    """Report an image whose name differs only in its Unicode normalization."""
    if path.isascii():
        return None
    plain = unicodedata.normalize("NFC", path)
    other = min((image for image in images if unicodedata.normalize("NFC", image) == plain), default=None)
    if other is None:
        return None
    letter, meant = next((one, two) for one, two in zip(_letters(path), _letters(other), strict=False) if one != two)
    return Finding(
        address.span,
        f"the name of this image holds another form of `{letter}`: {_code_points(meant)}, here {_code_points(letter)}",
        "the two look the same; rename the image with the characters that stand here, or copy its name to this page",
        about=(path, other),
    )


def _letters(text: str) -> list[str]:
    """Letters of a text, each with its accents."""
    letters: list[str] = []
    for character in text:
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _finding(page: str, address: Address, path: str, names: Names) -> Finding:
    shown = quoted(unquote(address.href))
    up = "../" * (len(PurePosixPath(page).parent.parts) - 1)
    if not path.startswith(IMAGES_FOLDER + "/"):
        message = f"{shown} does not lead into {IMAGES_FOLDER}"
        remedy = f"put the file into {IMAGES_FOLDER} and write `{up}images/` before its name"
        return Finding(address.span, message, remedy)
    if not image_kind(path):
        message = f"{shown} is not an image that can be shown"
        return Finding(address.span, message, "use a png, jpg, webp, avif or gif file", about=(path,))
    meant = names.suggest(path)
    nearest = f"; did you mean {quoted(up + meant.id.removeprefix('content/'))}?" if meant else ""
    remedy = f"images stand in {IMAGES_FOLDER}; capitals and small letters count"
    return Finding(address.span, f"there is no image {shown}{nearest}", remedy, about=(path,))
