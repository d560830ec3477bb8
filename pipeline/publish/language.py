"""The locale of a language tag, and days as its readers write them. The data is CLDR's (https://cldr.unicode.org)."""

import datetime as dt
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

ENGLISH = "en"


@cache
def locale_of(language: str) -> Locale:
    """The locale of a language tag, or of its first part; English if CLDR has neither."""
    for tag in (language, language.partition("-")[0], ENGLISH):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(language)


def long_day(date: str, language: str) -> str:
    """A day in words: November 24, 2026."""
    return format_date(dt.date.fromisoformat(date), "long", locale=locale_of(language))
