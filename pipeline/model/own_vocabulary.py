"""Vocabularies of a library's own: closed lists besides factors, categories and learner models."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from pipeline.model.fields import AuthoredModel, Line, Name, no_device
from pipeline.model.file_name import NO_DEVICE
from pipeline.model.vocabulary_term import VocabularyTerm
from pipeline.source.paths import VOCABULARY_ID_PATTERN

# A sheet of a workbook is named `<id>_aliases`, and no such name has more than 31 characters.
LONGEST_VOCABULARY_ID = 22

VocabularyId = Annotated[
    str,
    StringConstraints(pattern=VOCABULARY_ID_PATTERN, max_length=LONGEST_VOCABULARY_ID),
    AfterValidator(no_device),
    WithJsonSchema(
        {"type": "string", "pattern": NO_DEVICE + VOCABULARY_ID_PATTERN[1:], "maxLength": LONGEST_VOCABULARY_ID}
    ),
]


class OwnVocabulary(AuthoredModel):
    """A closed list of a library's own, and the words for it; its terms are in `content/vocabulary/<id>.yaml`."""

    id: VocabularyId = Field(
        description="the name of its file in content/vocabulary, of its data, and of its folder on the site, such as "
        "`tools`; never changes once published"
    )
    one: Name = Field(description="the word for one of its terms, such as Tool")
    many: Name = Field(description="the word for several, such as Tools; the heading of its page")
    menu: Name | None = Field(None, description="what the menu calls it; without it, the menu leaves it out")
    description: Line | None = Field(None, description="what it lists, in one sentence, for readers")


class OwnTerm(VocabularyTerm):
    """A term of such a vocabulary."""

    definition: Line | None = Field(None, description="one plain sentence")


def table_of(vocabulary: str) -> str:
    """The name of the table of a vocabulary by its id."""
    return vocabulary.replace("-", "_")
