"""What a library calls the things that every library has: strategies, factors, and so on."""

from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from pipeline.model.fields import AuthoredModel

# The things that a library may call otherwise, by the names that they have in every format.
Concept = Literal["strategy", "factor", "category", "learner_model", "factor_group", "grade"]
CONCEPTS: tuple[Concept, ...] = get_args(Concept)
# A noun. Messages give `%` and `{}` a meaning, and some of them are put into HTML.
Noun = Annotated[str, StringConstraints(pattern=r"^[^\s%{}<>\x00-\x1f]+( [^\s%{}<>\x00-\x1f]+)*$", max_length=60)]


class ConceptWords(AuthoredModel):
    """The library's own words for one of these things."""

    one: Noun = Field(description="the word for one of them, as within a sentence, such as pattern")
    many: Noun = Field(description="the word for several of them, such as patterns")
    menu: Noun | None = Field(
        None, description="what the menu calls the list of them; without it, the word for several with a capital"
    )


def capitalized(word: str) -> str:
    """A word with a capital; its other letters stay as they are."""
    return word[:1].upper() + word[1:]
