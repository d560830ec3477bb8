"""Prefilters: functions that see quickly that a rule would find nothing in a text.

A prefilter is named `may_…`. It returns False only if its rule can find nothing; tests/test_prefilters.py lets all of
them return True and holds that every rule still finds the same.
"""

# `İ` in lower case is an `i` and this dot; `ı` stays as it is. A pattern with IGNORECASE takes both for an `i`.
DOT, DOTLESS_I = "\u0307", "\u0131"


def folded(text: str) -> str:
    """A text without capitals, for a search of words that a pattern with IGNORECASE would find."""
    return text.lower() if text.isascii() else text.casefold().replace(DOT, "").replace(DOTLESS_I, "i")
