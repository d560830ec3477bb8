"""The published shape of a library's own vocabularies."""

from collections.abc import Iterable

from pydantic import Field

from pipeline.publish.schema.base import (
    AliasesV1,
    DeprecatedV1,
    NameV1,
    OwnIdV1,
    OwnVocabularyIdV1,
    PublishedModel,
    StrategyIdsV1,
    SuccessorV1,
)
from pipeline.publish.schema.records import CategoryV1, FactorV1, FieldsV1, LearnerModelV1, PublishedDocument


class OwnTermV1(PublishedModel):
    """A term of one of the library's own vocabularies, and the strategies that name it."""

    id: OwnIdV1
    name: NameV1
    aliases: AliasesV1
    definition: str | None = Field(
        description="one plain sentence; null when there is none", examples=["A surface to write on."]
    )
    deprecated: DeprecatedV1
    replaced_by: SuccessorV1
    fields: FieldsV1
    strategies: StrategyIdsV1


AnyTermV1 = FactorV1 | CategoryV1 | LearnerModelV1 | OwnTermV1


class OwnVocabularyV1(PublishedModel):
    """One of the library's own vocabularies: its words and its terms."""

    id: OwnVocabularyIdV1 = Field(description="the target of references to its terms; never changes once published")
    one: str = Field(description="the word for one of its terms", examples=["Tool"])
    many: str = Field(description="the word for several", examples=["Tools"])
    menu: str | None = Field(description="what the menu calls it; null when it is not there", examples=["Tools"])
    description: str | None = Field(description="what it lists", examples=["What a class needs at hand."])
    terms: list[OwnTermV1] = Field(description="its terms, sorted by id")


def terms_by_key(vocabularies: Iterable[OwnVocabularyV1]) -> dict[str, OwnTermV1]:
    """The terms by their ids, each with that of its vocabulary before it, as changes name them: `tools/camera`."""
    found = ((f"{each.id}/{term.id}", term) for each in vocabularies for term in each.terms)
    return {key: term.model_copy(update={"id": key}) for key, term in found}


class VocabulariesV1(PublishedDocument):
    """`json/vocabularies.json`: the library's own vocabularies; a library without any has no such file."""

    vocabularies: list[OwnVocabularyV1] = Field(description="all of them, in the order of the page policy")
