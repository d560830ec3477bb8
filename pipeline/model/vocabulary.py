"""The vocabulary: closed lists of factors, categories, learner models, and those of a library's own.

A vocabulary can record which of its terms were looked up, and with what result: see `Vocabulary.recording`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from pipeline.model.fields import Ids, Line, Name
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.vocabulary_term import VocabularyTerm
from pipeline.model.work import Work
from pipeline.source.discovery import content_digest
from pipeline.source.names import Names as NameIndex
from pipeline.source.paths import REFERENCES_PATH, VOCABULARY_FOLDER
from pipeline.source.text import Span


class Factor(VocabularyTerm):
    """Something about a learner that a strategy supports."""

    definition: Line = Field(description="one plain sentence")


class Category(VocabularyTerm):
    """A shelf of the library; each strategy stands on one."""

    description: Line = Field(description="one or two plain sentences")


class LearnerModel(VocabularyTerm):
    """Something that strategies are for, such as learners of certain grades: its factors, perhaps in groups."""

    description: Line | None = Field(None, description="one or two plain sentences")
    grades: Annotated[tuple[Name, ...], Field(strict=False, max_length=30)] = Field(
        (), description='grades as text, such as ["4", "5", "6"]'
    )
    groups: dict[Name, Ids] = Field(
        default_factory=dict,
        max_length=30,
        description="group name, then the ids of its factors",
        json_schema_extra={"additionalProperties": False},  # a name of another pattern
    )
    ungrouped: Ids = Field((), alias="factors", description="ids of its factors, if it has no groups")

    @property
    def parts(self) -> Mapping[str, Ids]:
        """Its factors by the name of their group; the name is empty for those in none, which come first."""
        return ({"": self.ungrouped} if self.ungrouped else {}) | self.groups

    def group_of(self, factor: str) -> str | None:
        """Name of the group that holds a factor in this model, empty if it is in none; None if it is not its own."""
        return next((name for name, members in self.parts.items() if factor in members), None)

    @property
    def factors(self) -> Iterator[str]:
        """Ids of all its factors, group by group."""
        return (factor for members in self.parts.values() for factor in members)


# What each kind of term is, by the words for what fields refer to; any other kind is a vocabulary of the library's own.
TERM_MODELS: Mapping[str, type[VocabularyTerm]] = {
    "factor": Factor,
    "category": Category,
    "learner_model": LearnerModel,
}
Term = TypeVar("Term", Factor, Category, LearnerModel, OwnTerm)
Listed = TypeVar("Listed", Factor, Category, LearnerModel, OwnTerm, Work)
Result = TypeVar("Result")
# Lookups in a vocabulary, each with the digest of its result. A lookup names the list, the kind of lookup, and the id
# if it is about one: `factors get motivation`, `factors items `.
Reads = dict[str, str]


@dataclass(frozen=True)
class ReadRecorder:
    """Records lookups in `reads`; `digests` caches the digest of every result so far."""

    reads: Reads
    digests: Reads

    def __call__(self, lookup: str, result: object) -> None:
        """Record a lookup and the digest of its result."""
        if lookup not in self.digests:
            self.digests[lookup] = content_digest(repr(result).encode("utf-8", "surrogatepass"))
        self.reads[lookup] = self.digests[lookup]


class Terms(Generic[Listed]):
    """The terms of one vocabulary file, or the works in `content/references.yaml`.

    If only a part of the file could be read, `complete` is false.

    Every public property and method records its result, if there is a recorder.
    """

    def __init__(
        self,
        path: str,
        items: Mapping[str, Listed] | None = None,
        spans: Mapping[str, Span] | None = None,
        complete: bool = True,
        recorder: ReadRecorder | None = None,
    ) -> None:
        # That of the works holds a slash, so it is not that of a vocabulary of the library's own.
        self.path, self.name = path, path.removeprefix(f"{VOCABULARY_FOLDER}/").removesuffix(".yaml")
        self._items: Mapping[str, Listed] = items or {}
        self._spans: Mapping[str, Span] = spans or {}
        self._complete, self._recorder = complete, recorder

    def recording(self, recorder: ReadRecorder | None) -> "Terms[Listed]":
        """The same terms with another recorder, or with none."""
        return Terms(self.path, self._items, self._spans, self._complete, recorder)

    @property
    def items(self) -> Mapping[str, Listed]:
        """All terms by id."""
        return self._recorded("items", "", self._items)

    @property
    def spans(self) -> Mapping[str, Span]:
        """The span of each id, those of broken items included."""
        return self._recorded("spans", "", self._spans)

    @property
    def complete(self) -> bool:
        """True when the complete file could be read."""
        return self._recorded("complete", "", self._complete)

    @property
    def has_terms(self) -> bool:
        """True when there are terms to choose from, or might be some in a part that could not be read."""
        return self._recorded("has_terms", "", bool(self._items) or not self._complete)

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.items.values())

    def get(self, id_: str) -> Listed | None:
        """The term with an id, or None."""
        return self._recorded("get", id_, self._items.get(id_))

    def knows(self, id_: str) -> bool:
        """True when an id is listed, even if its item is broken, or when it may be in a part that could not be read."""
        return self._recorded("knows", id_, id_ in self._spans or not self._complete)

    def in_use(self, id_: str) -> bool:
        """True when an id is known and not that of a deprecated term."""
        term = self._items.get(id_)
        known = id_ in self._spans or not self._complete
        return self._recorded("in_use", id_, not term.deprecated if term else known)

    def _recorded(self, kind: str, id_: str, result: Result) -> Result:
        if self._recorder:
            self._recorder(f"{self.name} {kind} {id_}", result)
        return result


AnyTerms = Terms[Factor] | Terms[Category] | Terms[LearnerModel] | Terms[OwnTerm]
# All lists whose items have ids.
AnyList = AnyTerms | Terms[Work]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All closed lists. Copies made by `recording` share the name indexes, the members of models and the digests.

    `own` are those of the library's own by id, in the order of the page policy; `references` are the works to cite.
    """

    factors: Terms[Factor]
    categories: Terms[Category]
    learner_models: Terms[LearnerModel]
    own: Mapping[str, Terms[OwnTerm]] = field(default_factory=dict)
    references: Terms[Work] = field(default_factory=lambda: Terms(REFERENCES_PATH))
    _recorder: ReadRecorder | None = None
    _names: dict[str, NameIndex] = field(default_factory=dict)
    _members: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    _digests: Reads = field(default_factory=dict)

    def recording(self, reads: Reads) -> "Vocabulary":
        """The same vocabulary, which adds every lookup to `reads`."""
        recorder = ReadRecorder(reads, self._digests)
        return replace(
            self,
            factors=self.factors.recording(recorder),
            categories=self.categories.recording(recorder),
            learner_models=self.learner_models.recording(recorder),
            references=self.references.recording(recorder),
            own={id_: terms.recording(recorder) for id_, terms in self.own.items()},
            _recorder=recorder,
        )

    def unchanged_since(self, reads: Reads) -> bool:
        """True when each lookup still has the result that it had when it was recorded."""
        return all(self._digest(lookup) == digest for lookup, digest in reads.items())

    def _digest(self, lookup: str) -> str:
        """The digest of the result of a lookup."""
        if lookup not in self._digests:
            name, kind, id_ = lookup.split(" ", 2)
            vocabulary = self.recording({})
            works = vocabulary.references
            terms = works if name == works.name else vocabulary.own.get(name)
            terms = terms or getattr(vocabulary, name.replace("-", "_"))
            result = getattr(vocabulary if kind == "members" else terms, kind)
            if callable(result):
                result(id_)
        return self._digests[lookup]

    @property
    def lists(self) -> Mapping[str, AnyTerms]:
        """Each list by the word for one of its terms: `factor`, `category`, `learner-model`."""
        return {"factor": self.factors, "category": self.categories, "learner-model": self.learner_models}

    @property
    def by_kind(self) -> Mapping[str, AnyTerms]:
        """Each list by what fields refer to: `factor`, `category`, `learner_model`, then those of the library's own."""
        return {**{word.replace("-", "_"): terms for word, terms in self.lists.items()}, **self.own}

    def terms_of(self, target: str) -> AnyTerms:
        """The list that holds what a field of the library's own refers to: `factor`, `learner_model`, `tools`."""
        return self.own[target] if target in self.own else self.lists[target.replace("_", "-")]

    @property
    def keyed(self) -> Iterator[tuple[str, AnyTerms]]:
        """Each list after what comes before the ids of its terms in keys: `factor:motivation`, `term:tools/camera`."""
        yield from ((f"{kind}:", terms) for kind, terms in self.lists.items())
        yield from ((f"term:{id_}/", terms) for id_, terms in self.own.items())

    def members(self, model: str) -> tuple[str, ...] | None:
        """The factors of a learner model; None when the model is unknown or broken, or names an unknown factor.

        This is a single lookup: a new name of a factor or of the model does not change its result.
        """
        if model not in self._members:
            models, factors = self.learner_models.recording(None), self.factors.recording(None)
            found = models.get(model)
            known = found and all(map(factors.knows, found.factors))
            self._members[model] = tuple(found.factors) if found and known else None
        if self._recorder:
            self._recorder(f"learner-models members {model}", self._members[model])
        return self._members[model]

    def factor_names(self) -> NameIndex:
        """Every form of a factor's name. Those of a deprecated term refer to its successor, here and below."""
        return self._index(self.factors)

    def category_names(self) -> NameIndex:
        """Every form of a category's name."""
        return self._index(self.categories)

    def learner_model_names(self) -> NameIndex:
        """Every form of a learner model's name."""
        return self._index(self.learner_models)

    def reference_names(self) -> NameIndex:
        """Every key and title of a work."""
        return self._index(self.references)

    def own_names(self, id_: str) -> NameIndex:
        """Every form of the name of a term of the library's own. Those of a deprecated term refer to its successor."""
        return self._index(self.own[id_])

    def names_of(self, target: str) -> NameIndex:
        """Every form of the name of what a field of the library's own may refer to."""
        return self._index(self.terms_of(target))

    def _index(self, terms: AnyList) -> NameIndex:
        items = terms.items  # a lookup in the index depends on all terms
        if terms.name not in self._names:
            index = self._names[terms.name] = NameIndex()
            for term in items.values():
                target = term.replaced_by if term.deprecated else term.id
                if target:
                    index.add(target, term.id, term.name, *term.aliases)
        return self._names[terms.name]
