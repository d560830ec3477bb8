"""Vocabularies of a library's own: closed lists besides factors, categories and learner models."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from pipeline.model.fields import AuthoredModel, Extensible, Flag, Id, Line, Name, Names, no_device
from pipeline.model.file_name import NO_DEVICE
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


class OwnTerm(Extensible):
    """A term of such a vocabulary."""

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    aliases: Names = Field((), description="other forms of the name met in texts")
    definition: Line | None = Field(None, description="one plain sentence")
    deprecated: Flag = Field(False, description="true when the term is no longer to be used")
    replaced_by: Id | None = Field(None, description="the term to use in place of a deprecated one")


def table_of(vocabulary: str) -> str:
    """The name of the table of a vocabulary by its id."""
    return vocabulary.replace("-", "_")
