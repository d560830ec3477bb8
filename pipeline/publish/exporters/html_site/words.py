"""The words of a site: its fixed texts in the library's language, and dates, numbers and lists as people write them.

The English text is the id of a message. Translations are in `locale/<language>.po`; a library can bring its own.
"""

import gettext
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.lists import format_list
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from pipeline.publish.exporter import ExportFault
from pipeline.publish.exporters.html_site.renaming import RenamedMessages, Renaming, Words
from pipeline.publish.language import ENGLISH, locale_of, long_day

# A value that is put into a message.
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# A library that calls everything as we do.
NO_WORDS: Words = {}
# Numbers tried to find which form of a message a language uses for which plural category of CLDR.
SAMPLES = (*range(201), 1_000_000)


def msgid(text: str) -> str:
    """Mark a text as a message that is translated where it is used."""
    return text


# Headings that a page policy has if it says no others, as messages. {category} is the name of one.
GENERATED = (
    msgid("Factors Supported by this Strategy"),
    msgid("More {category} Strategies"),
    msgid("Related Strategies in Other Categories"),
)


class SiteWords:
    """The texts of a site in one language. A message without a translation stays English.

    `is_packaged_english` is true if nothing replaces the English texts in our code.
    """

    def __init__(self, language: str, own: bytes | None = None, words: Words = NO_WORDS) -> None:
        """`own` is a library's catalog in the format of gettext; its messages come before the packaged ones.

        `words` are the library's own for strategies, factors and the like. They are put into packaged messages only.
        """
        self.language, self.locale = language, locale_of(language)
        packaged = _packaged(str(self.locale.language))
        self.renaming = Renaming(words, str(self.locale.language) if packaged else ENGLISH)
        self._catalog = packaged or gettext.NullTranslations()
        if words:
            self._catalog = RenamedMessages(self._catalog, self.renaming)
        self.is_packaged_english = packaged is None and own is None and not words
        self._own: frozenset[str] = frozenset()
        if own is not None:
            catalog, self._own = _parsed(own, str(self.locale), f"translations/{language}.po")
            catalog.add_fallback(self._catalog)
            self._catalog = catalog

    def text(self, message: str) -> str:
        """A message as it is in the catalog, with its placeholders."""
        return self._catalog.gettext(message)

    def has_own(self, message: str) -> bool:
        """True if the library's catalog has the message."""
        return message in self._own

    def heading(self, written: str) -> str:
        """A generated heading as the page policy has it; one that it has by default is a message."""
        return self.text(written) if written in GENERATED else written

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of a message for a number, with its placeholders."""
        return self._catalog.ngettext(one, many, number)

    def gettext(self, message: str, **values: object) -> str:
        """A message with values in place of `%(name)s`."""
        return self.text(message) % values

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """The form of a message for a number, which stands in place of `%(num)s`."""
        return self.plural(one, many, number) % ({"num": self.number(number)} | values)

    def number(self, number: int) -> str:
        """A whole number, grouped by thousands."""
        return format_decimal(number, locale=self.locale)

    def day(self, date: str) -> str:
        """A day as people write it: November 24, 2026."""
        return long_day(date, self.language)

    def listing(self, items: Iterable[str | Markup]) -> Markup:
        """Items as a list within a sentence: a, b, and c. Markup among them stays markup."""
        given = list(items)
        text = str(escape(format_list([f"\0{place}\0" for place in range(len(given))], locale=self.locale)))
        for place, item in enumerate(given):
            text = text.replace(f"\0{place}\0", escape(item))
        return Markup(text)  # noqa: S704 - everything in it is escaped

    def forms(self, one: str, many: str) -> Mapping[str, str]:
        """The forms of a message by the plural categories of CLDR, for scripts."""
        form = self.locale.plural_form
        return {form(number): self.plural(one, many, number) for number in reversed(SAMPLES)}


def packaged_catalog(language: str) -> bytes | None:
    """Our catalog for a language, or None if there is none; nothing is translated into English."""
    path = files("pipeline.publish.exporters.html_site") / "locale" / f"{language}.po"
    return path.read_bytes() if path.is_file() else None


@lru_cache
def _packaged(language: str) -> gettext.NullTranslations | None:
    data = packaged_catalog(language)
    return _parsed(data, language, f"{language}.po")[0] if data else None


def _parsed(data: bytes, locale: str, name: str) -> tuple[gettext.GNUTranslations, frozenset[str]]:
    """A catalog, and the ids of its messages: of one with plural forms, that for one."""
    try:
        catalog = read_po(BytesIO(data), locale=locale, abort_invalid=True)
        for message in catalog:
            _verify_placeholders(message)
    except (PoFileError, UnicodeError, ValueError) as error:
        raise ExportFault(f"{name} cannot be read as a catalog of messages: {error}") from error
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    said = (message.id for message in catalog if message.string and not message.fuzzy)
    return gettext.GNUTranslations(compiled), frozenset(id_ if isinstance(id_, str) else id_[0] for id_ in said)


def _verify_placeholders(message: Message) -> None:
    """Raise ValueError if a translation has a placeholder that its message has not."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    values = dict.fromkeys(PLACEHOLDER.findall(" ".join(ids)), "")
    for text in texts if message.id else ():
        try:
            text % values
        except (KeyError, TypeError, ValueError) as error:
            fault = f"in `{text}` each `%` must begin a placeholder of `{ids[0]}`; a percent sign is written `%%`"
            raise ValueError(f"line {message.lineno}: {fault}") from error
