"""The shape that every reader makes: a title, fields, and a text in Markdown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.source.discovery import content_digest

# Fields as the file has them: names in lower case, each with its values.
OldFields = Mapping[str, tuple[str, ...]]
# True for the words of a heading that the house knows.
IsHeading = Callable[[str], bool]


@dataclass(frozen=True)
class OldPage:
    """A page as it comes in.

    `plain` is all that a reader of the old page could see, extracted without the Markdown, so that a word that got lost
    on the way is found. `left_out` are parts that no page needs, in full. `pictures` maps addresses in the text to the
    bytes of images.
    """

    name: str
    stem: str
    text: str
    plain: str
    title: str = ""
    fields: OldFields = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def picture_name(data: bytes, kind: str) -> str:
    """The address that stands for an image until its page has an id; no text holds it by chance."""
    return f"picture-{content_digest(data)}.{kind}"


def fields_of(pairs: Iterable[tuple[str, object]]) -> dict[str, tuple[str, ...]]:
    """Fields from names and values: lists give several values, other values one, empty ones none."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        values = value if isinstance(value, list | tuple) else [value]
        texts = tuple(text for item in values if (text := _text(item)))
        if texts and name:
            found[name.strip().lower()] = (*found.get(name.strip().lower(), ()), *texts)
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()
