"""What a strategy lists as evidence: studies, practice guides, examples, references. Nothing is guessed.

The page policy names the headings of resources that say what is listed below them. Where it names none, nothing is said
of that kind.
"""

from typing import NamedTuple

from pipeline.model.policy import EvidenceHeadings, same_words
from pipeline.publish.strategy_summary import ListedSources

# Values to filter strategies by, in the order of the fields of `Evidence`.
KINDS = ("study", "practice-guide", "example", "reference", "no-study")


class Evidence(NamedTuple):
    """How many of each a strategy lists. `None`: the page policy does not say which headings list them."""

    studies: int | None
    practice_guides: int | None
    examples: int | None
    references: int
    lacks_study: bool  # false as long as something of an unknown kind is listed, for that may be a study

    @property
    def values(self) -> list[str]:
        """The values that a filter finds it by."""
        return [kind for kind, count in zip(KINDS, self, strict=True) if count]


def evidence_of(listed: ListedSources, headings: EvidenceHeadings) -> Evidence:
    """The evidence among the sources of a strategy."""
    of_kinds = [{same_words(name) for name in getattr(headings, field)} for field in EvidenceHeadings.model_fields]
    found = [(same_words(heading), items) for heading, items in listed.resources]
    studies, guides, examples, _ = (
        sum(items for heading, items in found if heading in names) if names else None for names in of_kinds
    )
    known = set[str]().union(*of_kinds)
    lacks_study = studies == 0 and not listed.references and all(heading in known for heading, _ in found)
    return Evidence(studies, guides, examples, listed.references, lacks_study)
