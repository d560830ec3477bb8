"""Generates prose like that of the real pages: their sentences in another order, with other words.

A sentence is split once into fixed parts and words that may be exchanged.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

# Placeholder in a sentence for a link to another strategy.
STRATEGY = "\0"
STRATEGY_LINK = re.compile(r"\[[^\]]*\]\(strategy:[a-z0-9-]+\)")
FACTOR_LINK = re.compile(r"\]\(factor:([a-z0-9-]+)\)")
# Where one sentence ends and the next begins.
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)([\"”]?) (?=[\"“A-Z\[])")
# Links and emphasis stay as they are.
FIXED = re.compile(r"\[[^\]]*\]\([^)]*\)|\*[^*]+\*|\0")
# A word that may be exchanged: a plain one, or a name in the middle of a sentence.
WORD = re.compile(r"(?<![\w'’/.@-])[a-z]{4,}(?![\w'’/@-])|(?<=[a-z,.] )[A-Z][a-zé]{2,}(?![\w'’/@-])")
FUNCTION_WORD = re.compile(
    "about|after|again|also|and|because|been|before|being|both|cannot|could|does|doing|each|either|even|every|from|"
    "have|here|including|into|just|less|like|many|more|most|much|must|neither|only|onto|other|over|rather|same|should|since|some|"
    "such|than|that|their|them|then|there|these|they|this|those|though|through|under|until|upon|very|were|what|when|"
    "where|whether|which|while|whom|whose|will|with|without|would|your"
)
LEAST_CHANGES = 2
SHARE_CHANGED = 0.2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in parts; `slots` are the indices of words that may be exchanged."""

    parts: tuple[str, ...]
    slots: tuple[int, ...]
    factors: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Split a text."""
        factors = tuple(FACTOR_LINK.findall(text))
        text = STRATEGY_LINK.sub(STRATEGY, text)
        closed = [match.span() for match in FIXED.finditer(text)]
        parts: list[str] = []
        slots: list[int] = []
        end = 0
        for match in WORD.finditer(text):
            if FUNCTION_WORD.fullmatch(match.group()) or any(start <= match.start() < stop for start, stop in closed):
                continue
            parts += [text[end : match.start()], match.group()]
            slots.append(len(parts) - 1)
            end = match.end()
        return cls((*parts, text[end:]), tuple(slots), factors)

    def varied(self, words: "Words", chance: random.Random) -> str:
        """The sentence with some words exchanged."""
        count = min(len(self.slots), max(LEAST_CHANGES, round(len(self.slots) * SHARE_CHANGED)))
        parts = list(self.parts)
        for slot in chance.sample(self.slots, count):
            near = {parts[slot + step].lower() for step in (-2, 2) if 0 <= slot + step < len(parts)}
            near |= {word.lower() for word in parts[slot - 1].split()[-1:] + parts[slot + 1].split()[:1]}
            parts[slot] = words.other(parts[slot], near, chance)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Words:
    """Words that sentences exchange with each other."""

    plain: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> "Words":
        """Collect the words that may be exchanged."""
        found = {sentence.parts[slot] for sentence in sentences for slot in sentence.slots}
        plain = sorted(word for word in found if word.islower())
        return cls(tuple(plain), tuple(sorted(found.difference(plain))))

    def other(self, word: str, near: set[str], chance: random.Random) -> str:
        """A random word of the same kind that is not a neighbour."""
        pool = self.plain if word.islower() else self.names
        while (chosen := chance.choice(pool)).lower() in near:
            pass
        return chosen


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph; quotations are not split."""
    pieces = BETWEEN_SENTENCES.sub("\\1\n", paragraph).split("\n")
    whole: list[str] = []
    for piece in pieces:
        if whole and whole[-1].count('"') % 2:
            whole[-1] += " " + piece
        else:
            whole.append(piece)
    return whole
