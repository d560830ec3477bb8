"""The closed lists that references resolve against: factors, categories, learner models."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from pipeline.lazy import lazy
from pipeline.model.fields import Flag, Id, Ids, Line, Name, Names, Written
from pipeline.model.names import Names as NameIndex
from pipeline.text import Span


class Factor(Written):
    """Something about a learner that a strategy supports."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    aliases: Names = Field((), description="other forms of the name met in texts")
    definition: Line = Field(description="one plain sentence")
    deprecated: Flag = Field(False, description="true when the factor is no longer to be used")
    replaced_by: Id | None = Field(None, description="the factor to use in place of a deprecated one")


class Category(Written):
    """A shelf of the library; each strategy stands on one."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    description: Line = Field(description="one or two plain sentences")


class LearnerModel(Written):
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


@dataclass(frozen=True)
class Terms(Generic[Term]):
    """One vocabulary file. When it could not be read whole (`complete` false), nothing is called unknown."""

    path: str
    items: Mapping[str, Term] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)  # where each id stands, broken items included
    complete: bool = True

    def __iter__(self) -> Iterator[Term]:
        return iter(self.items.values())

    def get(self, id_: str) -> Term | None:
        """The term of an id, or None."""
        return self.items.get(id_)

    def knows(self, id_: str) -> bool:
        """True when the id is listed, even if its item is broken, or when nobody can tell."""
        return id_ in self.spans or not self.complete


# How terms stand: by the field of a page's front matter that names them, then by id.
Standing = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Vocabulary:
    """All closed lists."""

    factors: Terms[Factor]
    categories: Terms[Category]
    learner_models: Terms[LearnerModel]

    @lazy
    def standing(self) -> Standing:
        """How each term stands, in a short text: what glances of rules see of it (see `Rule`).

        A learner model stands by its factors, and whether all are known, for rules pass over one with others.
        """
        models = {
            model.id: repr((sorted(model.factors), all(map(self.factors.knows, model.factors))))
            for model in self.learner_models
        }
        return {
            "factors": _listed(self.factors, {factor.id: repr(factor.deprecated) for factor in self.factors}),
            "category": _listed(self.categories, {}),
            "learner_models": _listed(self.learner_models, models),
        }

    @property
    def lists(self) -> Mapping[str, Terms[Factor] | Terms[Category] | Terms[LearnerModel]]:
        """Each list by what one of its terms is called: `factor`, `category`, `learner-model`."""
        return {"factor": self.factors, "category": self.categories, "learner-model": self.learner_models}

    @property
    def bare(self) -> "Vocabulary":
        """The same terms without the places where they stand."""
        factors, categories, models = self.factors, self.categories, self.learner_models
        return Vocabulary(
            Terms(factors.path, factors.items),
            Terms(categories.path, categories.items),
            Terms(models.path, models.items),
        )

    def factor_names(self) -> NameIndex:
        """Every form under which a factor may be meant. A deprecated one leads to its successor."""
        return self._factor_names

    def category_names(self) -> NameIndex:
        """Every form under which a category may be meant."""
        return self._category_names

    def learner_model_names(self) -> NameIndex:
        """Every form under which a learner model may be meant."""
        return self._learner_model_names

    @lazy
    def _factor_names(self) -> NameIndex:
        index = NameIndex()
        for factor in self.factors:
            target = factor.replaced_by if factor.deprecated else factor.id
            if target:
                index.add(target, factor.id, factor.name, *factor.aliases)
        return index

    @lazy
    def _category_names(self) -> NameIndex:
        index = NameIndex()
        for category in self.categories:
            index.add(category.id, category.id, category.name)
        return index

    @lazy
    def _learner_model_names(self) -> NameIndex:
        index = NameIndex()
        for model in self.learner_models:
            index.add(model.id, model.id, model.name)
        return index


def _listed(terms: Terms[Term], standing: Mapping[str, str]) -> Mapping[str, str]:
    """The standing of every id that is listed, broken items included."""
    return {id_: standing.get(id_, "") if id_ in terms.items else "broken" for id_ in {**terms.spans, **terms.items}}
