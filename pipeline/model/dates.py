"""Dates as people write them: one form is accepted, and suggested for others."""

import datetime as dt
import re

# The accepted form of a date, which may name no day of the calendar.
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Year, month and day in that order, perhaps with a time. Any other order of numbers is ambiguous.
NUMBERS = re.compile(r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<day>[0-9]{1,2})(?:[T ][0-9:.+Z-]{1,30})?")
# `24 November 2026`, `Nov 24th, 2026`
WORDS = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[a-z]{3,9})\.?\s+"
    r"(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_date(text: str) -> dt.date | None:
    """The date in a text of the accepted form, or None."""
    return _day(text[:4], text[5:7], text[8:]) if DATE.fullmatch(text) else None


def date_meant(text: str) -> dt.date | None:
    """The date in a text of another, unambiguous form, or None."""
    if numbers := NUMBERS.fullmatch(text.strip()):
        return _day(numbers["year"], numbers["month"], numbers["day"])
    if (words := WORDS.fullmatch(text.strip())) and bool(words["day"]) != bool(words["after"]):
        month = next((n for n, name in enumerate(MONTHS, 1) if name.startswith(words["month"].lower())), 0)
        return _day(words["year"], str(month), words["day"] or words["after"])
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
