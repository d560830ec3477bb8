"""What strategies and factors mean, as digests, and what pages say of them: relations that a change makes suspect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from pipeline.model.entry import Entry
from pipeline.model.facts import digest_of_words
from pipeline.model.library import Library

STRATEGY, FACTOR = "strategy", "factor"
# What a page can be related to: the field of its last review with their digests, and the parts of their meaning.
FIELD_OF = {STRATEGY: "strategies", FACTOR: "factors"}
PARTS = {STRATEGY: ("title", "summary"), FACTOR: ("name", "definition")}
# A successor takes the place of a page, whatever it means.
NO_RELATION = frozenset({"replaced_by"})
BETWEEN = "-"


class RelatedTo(NamedTuple):
    """A strategy or a factor that a page names."""

    kind: str
    id: str

    @property
    def words(self) -> str:
        """What it is, for messages: the factor `motivation`."""
        return f"the {self.kind} `{self.id}`"

    @property
    def key(self) -> str:
        """The key of it in `about` of a finding."""
        return f"{self.kind}:{self.id}"


class SuspectRelation(NamedTuple):
    """A relation that may no longer be true: the parts that changed since the review, none if it came since."""

    target: RelatedTo
    changed: tuple[str, ...]

    @property
    def words(self) -> str:
        """What became of it: the title and the summary of the strategy `check-ins` changed."""
        parts = " and ".join(f"the {part}" for part in self.changed)
        return f"{parts} of {self.target.words} changed" if parts else f"{self.target.words} was added"


@dataclass(frozen=True)
class Meanings:
    """The meanings of the strategies and factors of a library; each digest is computed once."""

    library: Library
    _digests: dict[RelatedTo, str | None] = field(default_factory=dict)

    def digest(self, target: RelatedTo) -> str | None:
        """Two digests of 8 hexadecimal digits with a hyphen between; None for what is gone or cannot be read.

        White space and Unicode's composed forms make no difference.
        """
        if target not in self._digests:
            texts = self._texts(target)
            self._digests[target] = None if texts is None else BETWEEN.join(map(_digest, texts))
        return self._digests[target]

    def reviewed(self, entry: Entry) -> dict[str, dict[str, str]]:
        """The digests of all that a page names, as its last review has them."""
        found: dict[str, dict[str, str]] = {}
        for target in targets_of(entry):
            if (digest := self.digest(target)) is not None:
                found.setdefault(FIELD_OF[target.kind], {})[target.id] = digest
        return found

    def suspects(self, entry: Entry) -> Iterator[SuspectRelation]:
        """The relations of a page that are no longer as they were reviewed; none if it never was, or is retired."""
        review = review_of(entry)
        if not review or entry.status == "retired":
            return
        for target in targets_of(entry):
            known, now = review.get(FIELD_OF[target.kind]), self.digest(target)
            then = known.get(target.id) if isinstance(known, Mapping) else None
            if now is None or now == then:
                continue
            yield SuspectRelation(target, self._changed(target, str(then), now) if then else ())

    def _changed(self, target: RelatedTo, then: str, now: str) -> tuple[str, ...]:
        parts = zip(PARTS[target.kind], then.split(BETWEEN), now.split(BETWEEN), strict=True)
        return tuple(part for part, old, new in parts if old != new)

    def _texts(self, target: RelatedTo) -> tuple[str, ...] | None:
        if target.kind == FACTOR:
            factor = self.library.vocabulary.factors.get(target.id)
            return (factor.name, factor.definition) if factor else None
        other = self.library.by_id.get(target.id)
        if other is None or not other.readable:
            return None
        return tuple(other.facts.text(part) or "" for part in PARTS[STRATEGY])


def _digest(text: str) -> str:
    return digest_of_words(normalize("NFC", text))


def targets_of(entry: Entry) -> list[RelatedTo]:
    """What a page is related to, each once: in fields of any library, in its own, and by links to strategies."""
    found = [
        RelatedTo(kind, text)
        for kind in FIELD_OF
        for name in entry.fields_naming(kind)
        if name not in NO_RELATION
        for text in entry.facts.texts(name)
    ]
    linked = (RelatedTo(STRATEGY, id_) for id_ in entry.facts.links)
    return [target for target in dict.fromkeys((*found, *linked)) if target != (STRATEGY, entry.id)]


def review_of(entry: Entry) -> Mapping[str, object]:
    """The last review of a page with a valid front matter, as it is written; empty if there was none."""
    found = entry.facts.front.get("reviewed") if entry.facts.valid else None
    return found if isinstance(found, dict) else {}
