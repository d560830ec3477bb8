"""Words that a page policy names: when two are the same, and the capitals of one in place of another."""

from pipeline.source.names import composed

# `İ` in lower case is an `i` and this dot; `ı` stays as it is. A pattern with IGNORECASE takes both for an `i`.
DOT, DOTLESS_I = "\u0307", "\u0131"


def form_of(text: str) -> str:
    """A word without case, with accents composed and with single spaces, to compare it with others."""
    return " ".join(composed(text).casefold().replace(DOT, "").replace(DOTLESS_I, "i").split())


def cased(new: str, old: str) -> str:
    """A word with the capitals of the one that it replaces; one with capitals of its own keeps these."""
    if len(old) > 1 and old.isupper():
        return new.upper()
    if old[:1].isupper() and new.islower():
        return new[0].upper() + new[1:]
    return new
