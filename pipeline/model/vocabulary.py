"""The closed lists that references resolve against: factors, categories, learner models.

A vocabulary can note what is asked of it, and how it answers: `Vocabulary.noting`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from pipeline.model.fields import AuthoredModel, Flag, Id, Ids, Line, Name, Names
from pipeline.source.discovery import content_digest
from pipeline.source.names import Names as NameIndex
from pipeline.source.text import Span


class Factor(AuthoredModel):
    """Something about a learner that a strategy supports."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    aliases: Names = Field((), description="other forms of the name met in texts")
    definition: Line = Field(description="one plain sentence")
    deprecated: Flag = Field(False, description="true when the factor is no longer to be used")
    replaced_by: Id | None = Field(None, description="the factor to use in place of a deprecated one")


class Category(AuthoredModel):
    """A shelf of the library; each strategy stands on one."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    description: Line = Field(description="one or two plain sentences")


class LearnerModel(AuthoredModel):
    """A published picture of learners of certain grades: its factors, in groups."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    description: Line | None = Field(None, description="one or two plain sentences")
    grades: Annotated[tuple[Name, ...], Field(strict=False, min_length=1, max_length=30)] = Field(
        description='grades as text, such as ["4", "5", "6"]'
    )
    groups: dict[Name, Ids] = Field(
        min_length=1,
        max_length=30,
        description="group name, then the ids of its factors",
        json_schema_extra={"additionalProperties": False},  # a name of another pattern
    )

    def group_of(self, factor: str) -> str | None:
        """Name of the group that holds a factor in this model, or None."""
        return next((name for name, members in self.groups.items() if factor in members), None)

    @property
    def factors(self) -> Iterator[str]:
        """Ids of all its factors, group by group."""
        return (factor for members in self.groups.values() for factor in members)


Term = TypeVar("Term", Factor, Category, LearnerModel)


# The questions that a vocabulary was asked, each with the digest of the answer. A question names the list, what was
# asked of it, and for which id, if for one: `factors get motivation`, `factors items `.
Reads = dict[str, str]
Answer = TypeVar("Answer")
Owner = TypeVar("Owner")


class Terms(Generic[Term]):
    """One vocabulary file. When it could not be read whole (`complete` false), nothing is called unknown.

    All that is public notes what was asked and how it was answered, if somebody wants that: see `Vocabulary.noting`.
    """

    def __init__(
        self,
        path: str,
        items: Mapping[str, Term] | None = None,
        spans: Mapping[str, Span] | None = None,
        complete: bool = True,
    ) -> None:
        self.path, self.name = path, PurePosixPath(path).stem
        self._items: Mapping[str, Term] = items or {}
        self._spans: Mapping[str, Span] = spans or {}
        self._complete = complete
        self._note: ReadRecorder | None = None

    def noting(self, note: "ReadRecorder") -> "Terms[Term]":
        """The same list, which notes what is asked of it."""
        return _copied(self, _note=note)

    @property
    def items(self) -> Mapping[str, Term]:
        """All terms by id."""
        return self._noted("items", "", self._items)

    @property
    def spans(self) -> Mapping[str, Span]:
        """Where each id stands, broken items included."""
        return self._noted("spans", "", self._spans)

    @property
    def complete(self) -> bool:
        """True when the file could be read whole."""
        return self._noted("complete", "", self._complete)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.items.values())

    def get(self, id_: str) -> Term | None:
        """The term of an id, or None."""
        return self._noted("get", id_, self._items.get(id_))

    def knows(self, id_: str) -> bool:
        """True when the id is listed, even if its item is broken, or when nobody can tell."""
        return self._noted("knows", id_, id_ in self._spans or not self._complete)

    def _noted(self, kind: str, id_: str, answer: Answer) -> Answer:
        if self._note:
            self._note(f"{self.name} {kind} {id_}", answer)
        return answer


@dataclass(frozen=True)
class ReadRecorder:
    """Notes questions with the digests of their answers; `known` holds the digests worked out so far."""

    reads: Reads
    known: Reads

    def __call__(self, question: str, answer: object) -> None:
        """Note a question and its answer."""
        if question not in self.known:
            self.known[question] = content_digest(repr(answer).encode("utf-8", "surrogatepass"))
        self.reads[question] = self.known[question]


def _copied(owner: Owner, **changes: object) -> Owner:
    """A copy with other attributes. One is made for each page, and `copy.copy` takes three times as long."""
    other = object.__new__(type(owner))
    other.__dict__ = {**owner.__dict__, **changes}
    return other


class Vocabulary:
    """All closed lists."""

    def __init__(
        self, factors: Terms[Factor], categories: Terms[Category], learner_models: Terms[LearnerModel]
    ) -> None:
        self.factors, self.categories, self.learner_models = factors, categories, learner_models
        self._factors, self._models = factors, learner_models  # these note nothing
        self._names: dict[str, NameIndex] = {}  # these two are shared by all copies
        self._known: Reads = {}
        self._note: ReadRecorder | None = None

    def noting(self, reads: Reads) -> "Vocabulary":
        """The same vocabulary, which adds to `reads` whatever is asked of it."""
        note = ReadRecorder(reads, self._known)
        lists = ("factors", "categories", "learner_models")
        return _copied(self, _note=note, **{name: getattr(self, name).noting(note) for name in lists})

    def answers(self, reads: Mapping[str, str]) -> bool:
        """True when it answers each question as it was answered when these reads were noted."""
        known = self._known
        return all((known.get(question) or self._asked(question)) == answer for question, answer in reads.items())

    def _asked(self, question: str) -> str:
        """The digest of the answer to a question."""
        reads: Reads = {}
        name, kind, id_ = question.split(" ", 2)
        vocabulary = self.noting(reads)
        asked = vocabulary if kind == "members" else getattr(vocabulary, name.replace("-", "_"))
        answer = getattr(asked, kind)
        if callable(answer):
            answer(id_)
        return reads[question]

    @property
    def lists(self) -> Mapping[str, Terms[Factor] | Terms[Category] | Terms[LearnerModel]]:
        """Each list by what one of its terms is called: `factor`, `category`, `learner-model`."""
        return {"factor": self.factors, "category": self.categories, "learner-model": self.learner_models}

    def members(self, model: str) -> tuple[str, ...] | None:
        """The factors of a learner model; None when it is unknown or broken, or names a factor that is unknown.

        This is one question: its answer stays the same when a factor, or the model itself, gets another name.
        """
        found = self._models.get(model)
        members = tuple(found.factors) if found and all(map(self._factors.knows, found.factors)) else None
        if self._note:
            self._note(f"learner-models members {model}", members)
        return members

    def factor_names(self) -> NameIndex:
        """Every form under which a factor may be meant. A deprecated one leads to its successor."""
        return self._index(self.factors)

    def category_names(self) -> NameIndex:
        """Every form under which a category may be meant."""
        return self._index(self.categories)

    def learner_model_names(self) -> NameIndex:
        """Every form under which a learner model may be meant."""
        return self._index(self.learner_models)

    def _index(self, terms: Terms[Factor] | Terms[Category] | Terms[LearnerModel]) -> NameIndex:
        items = terms.items  # whoever asks for the index asks for all terms
        if terms.name not in self._names:
            index = self._names[terms.name] = NameIndex()
            for term in items.values():
                target = term.replaced_by if isinstance(term, Factor) and term.deprecated else term.id
                if target:
                    index.add(target, term.id, term.name, *(term.aliases if isinstance(term, Factor) else ()))
        return self._names[terms.name]
