"""The baseline of a library: findings that were there when its pages were adopted. They are hidden; new ones are not.

It never covers a required rule, and it can only shrink. A finding is known by its page, its rule, its message without
numbers, and the text it marks, so it stays known when lines move or a count changes.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.lint.rule import required_rules
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.text import Source

VERSION = 1
NUMBERS = re.compile(r"\d[\d.,]*")
# Most characters of a marked text.
LONGEST = 100


class BaselineUnreadable(ValueError):  # noqa: N818 - names what happened
    """A text is no baseline."""


class KnownFinding(NamedTuple):
    """What tells a finding from others, wherever it moves on its page."""

    path: str
    rule: str
    text: str
    message: str


class Compared(NamedTuple):
    """Findings that no baseline covers, those it covers, and what remains of the baseline."""

    new: tuple[Diagnostic, ...]
    hidden: tuple[Diagnostic, ...]
    baseline: "Baseline"


@dataclass(frozen=True)
class Baseline:
    """Known findings, each with the number of times it may stand on its page."""

    known: Mapping[KnownFinding, int]

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> "Baseline":
        """The baseline that covers all these findings, except those of required rules."""
        required = required_rules()
        return cls(Counter(_known(found, sources) for found in diagnostics if found.rule not in required))

    @classmethod
    def decode(cls, text: str) -> "Baseline":
        """Read a baseline; raises BaselineUnreadable if it is none."""
        try:
            document = json.loads(text)
            if document["version"] != VERSION:
                raise BaselineUnreadable(f"its version is not {VERSION}")
            found: Counter[KnownFinding] = Counter()
            for item in document["findings"]:
                values = [item[name] for name in KnownFinding._fields]
                if not all(isinstance(value, str) for value in values) or not isinstance(item["times"], int):
                    raise BaselineUnreadable("a finding in it has a value of another kind")
                found[KnownFinding(*values)] += max(0, item["times"])
        except BaselineUnreadable:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BaselineUnreadable(f"it is no baseline ({type(error).__name__})") from None
        return cls(found)

    def encode(self) -> str:
        """The baseline as JSON, sorted, with one finding a line, so that its changes can be read."""
        items = (
            json.dumps({**known._asdict(), "times": times}, ensure_ascii=False)
            for known, times in sorted(self.known.items())
            if times > 0
        )
        lines = ",\n".join(f"    {item}" for item in items)
        findings = f"[\n{lines}\n  ]" if lines else "[]"
        return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'

    @property
    def size(self) -> int:
        """The number of findings that it covers."""
        return sum(self.known.values())

    def compare(self, diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> Compared:
        """Part findings into new and known ones; what remains covers the known ones only."""
        required, left = required_rules(), Counter(self.known)
        new: list[Diagnostic] = []
        hidden: list[Diagnostic] = []
        for found in diagnostics:
            known = _known(found, sources)
            if found.rule in required or left[known] <= 0:
                new.append(found)
            else:
                left[known] -= 1
                hidden.append(found)
        return Compared(tuple(new), tuple(hidden), Baseline.of(hidden, sources))

    def outside(self, covers: Callable[[str], bool]) -> "Baseline":
        """The part about files that were not looked at."""
        return Baseline({known: times for known, times in self.known.items() if not covers(known.path)})

    def __or__(self, other: "Baseline") -> "Baseline":
        return Baseline(Counter(self.known) + Counter(other.known))


def _known(found: Diagnostic, sources: Mapping[str, Source]) -> KnownFinding:
    source = sources.get(found.span.path)
    text = " ".join(source.slice(found.span).split())[:LONGEST] if source else ""
    values = (found.span.path, found.rule, text, NUMBERS.sub("#", found.message))
    # A page, and the name of its file, may hold bytes that are no text.
    return KnownFinding(*(value.encode("utf-8", "backslashreplace").decode() for value in values))
