"""What the terms of all vocabularies have in common."""

from pydantic import Field

from pipeline.model.fields import Extensible, Flag, Id, Name, Names


class VocabularyTerm(Extensible):
    """A term of any list: its names, and whether it is still to be used.

    A term that was published never goes: it is deprecated, and may name the term to use in its place.
    """

    id: Id = Field(description="lower-case words joined by hyphens; never changes once published")
    name: Name = Field(description="the name readers see")
    aliases: Names = Field((), description="other forms of the name met in texts")
    deprecated: Flag = Field(False, description="true when it is no longer to be used")
    replaced_by: Id | None = Field(None, description="the one to use in place of a deprecated one")

    @property
    def meaning(self) -> str:
        """What it means, as its list says: its definition or its description; empty if it has neither."""
        return getattr(self, "definition", None) or getattr(self, "description", None) or ""
