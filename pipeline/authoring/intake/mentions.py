"""Factors that a text names: those written as names, and words that may be meant as one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.vocabulary import Vocabulary
from pipeline.source.names import folded

# A word, and what may stand between the words of one name.
WORD = re.compile(r"[^\W_]+")
GAP = re.compile(r"[\s'’&–-]*(?:and\s+)?", re.IGNORECASE)
# Most words of a name.
LONGEST = 8
# The start of a sentence, where a capital says nothing.
START = re.compile(r"(?:^|[.!?:;“\"(]\s*|\n\s*|[-*>]\s+)$")
JOINED = re.compile(r"[-_'’]")


@dataclass(frozen=True)
class NamedFactors:
    """Ids of factors with the words that name them: those that are certainly names, and those that may be."""

    named: dict[str, str] = field(default_factory=dict)
    perhaps: dict[str, str] = field(default_factory=dict)


def factors_named(text: str, vocabulary: Vocabulary) -> NamedFactors:
    """The factors in a text. A name has several words, or a capital within a sentence."""
    forms, found = vocabulary.factor_names().forms, NamedFactors()
    words = [word for word in WORD.finditer(text) if word.group().casefold() != "and"]
    at = 0
    while at < len(words):
        count = _longest(text, words, at, forms)
        if not count:
            at += 1
            continue
        start, end = words[at].start(), words[at + count - 1].end()
        at += count
        if JOINED.fullmatch(text[max(0, start - 1) : start]) or JOINED.fullmatch(text[end : end + 1]):
            continue  # a part of another word, such as `social-emotional`
        written = " ".join(text[start:end].split())
        id_ = min(forms[folded(written)])
        certain = count > 1 or (any(map(str.isupper, written)) and not START.search(text[:start]))
        (found.named if certain else found.perhaps).setdefault(id_, written)
    for id_ in found.named:
        found.perhaps.pop(id_, None)
    return found


def _longest(text: str, words: list[re.Match[str]], at: int, forms: Mapping[str, set[str]]) -> int:
    """The most words from here that are a form of a factor's name; 0 if none are."""
    best = 0
    for count in range(1, min(LONGEST, len(words) - at) + 1):
        if count > 1 and not GAP.fullmatch(text[words[at + count - 2].end() : words[at + count - 1].start()]):
            break
        if len(forms.get(folded(text[words[at].start() : words[at + count - 1].end()]), ())) == 1:
            best = count
    return best
