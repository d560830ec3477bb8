"""The languages of a site: links from each page to the same page in another one, and what is not translated."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from pipeline.publish.exporters.html_site.direction import direction
from pipeline.publish.language import locale_of
from pipeline.publish.schema.records import LibraryV1


class LanguageLink(NamedTuple):
    """The same page in a language: the tag, its own name, and how to reach it from this page."""

    tag: str
    name: str
    href: str
    address: str  # empty if that of the site is not known
    current: bool
    translated: bool


class Tongues(NamedTuple):
    """The languages of a library, that of the originals first, and the one of these pages."""

    all: tuple[str, ...]
    current: str

    @classmethod
    def of(cls, library: LibraryV1) -> "Tongues":
        """Those of a library."""
        return cls(tuple(library.languages), library.language)

    @property
    def further(self) -> bool:
        """True for a language that is not that of the originals."""
        return self.current in self.all[1:]

    def original_of(self, languages: Sequence[str]) -> str:
        """The language of a text that is in these, if it is not in that of the page; else empty."""
        return languages[0] if languages and self.current not in languages else ""

    def links(self, path: str, root: str, base: str, languages: Iterable[str]) -> list[LanguageLink]:
        """Links to a page in all languages; `languages` are those it is in, or none if it has no text of its own."""
        own = set(languages) or set(self.all)
        folder = f"{self.current}/" if self.further else ""
        up, top = (f"{root}../", base.removesuffix(folder)) if self.further else (root, base)
        found = []
        for number, tag in enumerate(self.all):
            inside = f"{tag}/{path}" if number else path
            address = top + inside.removesuffix("index.html") if base else ""
            href = root + path if tag == self.current else up + inside
            found.append(LanguageLink(tag, name_of(tag), href, address, tag == self.current, tag in own))
        return found


def name_of(tag: str) -> str:
    """The name of a language in that language; the tag if it is not known."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    name = locale.get_language_name(locale) or tag
    return f"{name[:1].upper()}{name[1:]}"


def name_in(tag: str, language: str) -> str:
    """The name of a language in another one; the tag if it is not known."""
    try:
        return Locale.parse(tag, sep="-").get_language_name(locale_of(language)) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def marked_item(item: object, current: str) -> Markup:
    """Attributes for the title and summary of a strategy that is not translated."""
    languages = getattr(item, "languages", ())
    return marked(languages[0] if languages and current not in languages else "", current)


def marked(tag: str, current: str) -> Markup:
    """Attributes for a text in another language than that of the page; nothing for a text in the same."""
    if not tag or tag == current:
        return Markup("")
    turned = direction(tag) != direction(current)
    ends = Markup(' dir="{}"').format(direction(tag)) if turned else Markup("")
    return Markup(' lang="{}"').format(tag) + ends
