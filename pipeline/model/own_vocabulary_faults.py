"""Faults of the library's own vocabularies in the page policy: ids that are taken, and words for nothing."""

from collections.abc import Iterator

from pipeline.model.own_fields import TARGETS, listed_table
from pipeline.model.own_vocabulary import table_of
from pipeline.model.policy import PagePolicy
from pipeline.model.policy_nodes import has_words, items_of, like, policy_problem, texts_in
from pipeline.model.reserved_words import RESERVED
from pipeline.model.site_paths import is_taken
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.text import Span

# Names of tables, sheets and linked data of every library, besides those that are folders of the site.
TAKEN = frozenset(
    {
        *(target.replace("_", "-") for target in TARGETS),
        *("resources", "videos", "citations", "claims", "reference", "references", "tombstones", "library"),
        *("disclaimers", "sections"),
        *("dataset", "publisher", "term", "terms", "vocabulary", "vocabularies"),
    }
)
# Tables, views and indexes of every library begin or end with these words, and others.
FIRST_WORDS = frozenset(
    {
        *("strategy", "strategies", "learner", "coverage", "section", "sections", "factor", "factors", "category"),
        *("categories", "tombstone", "tombstones", "resources", "videos", "citations", "claims", "current", "sqlite"),
        "pg",
    }
)
LAST_WORDS = frozenset({"aliases", "by"})


def own_vocabulary_faults(policy: PagePolicy, front: Mapping) -> Iterator[Problem]:
    """Problems of the library's own vocabularies, each valid by itself."""
    nodes = items_of(front, "vocabularies")
    of_fields = {listed_table(field) for field in policy.all_fields}
    first: dict[str, Span] = {}
    for text, span, _ in texts_in(nodes, "id"):
        before = first.setdefault(text, span)
        if before is not span:
            yield policy_problem(span, "vocabulary-twice", before, value=text)
        elif is_taken_vocabulary(text) or table_of(text) in of_fields:
            yield policy_problem(span, "taken-vocabulary", value=text)
        elif table_of(text) in RESERVED:
            yield policy_problem(span, "reserved-vocabulary", value=text)
    for field in ("one", "many", "menu"):
        yield from _words(nodes, field)


def is_taken_vocabulary(id_: str) -> bool:
    """True for an id that would be that of something else in data, tables or on the site."""
    words = id_.split("-")
    several = len(words) > 1 and (words[0] in FIRST_WORDS or words[-1] in LAST_WORDS)
    return id_ in TAKEN or is_taken(id_) or several


def _words(nodes: list[Mapping], field: str) -> Iterator[Problem]:
    """Words for terms that say nothing, or stand for two vocabularies."""
    seen: dict[str, Span] = {}
    for text, span, _ in texts_in(nodes, field):
        first = seen.setdefault(like(text), span)
        if not has_words(text):
            yield policy_problem(span, "no-words", field=f"vocabularies.{field}")
        elif first is not span:
            yield policy_problem(span, "words-twice", first, value=text)
