"""Translations of data files: `library.es.yaml`, `factors.es.yaml`, `strategy-page.es.yaml` … beside the originals."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from pipeline.model.concept_words import Concept, ConceptWords
from pipeline.model.fields import AuthoredModel, Line, Name, Names
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_fields import OwnField
from pipeline.model.own_vocabulary import OwnVocabulary
from pipeline.model.policy import Disclaimer, GeneratedHeadings, PagePolicy, SummaryLength, TitleLength, WordRule

# Fields of `library.yaml` that are translated as they are.
TEXTS = ("title", "description", "publisher", "attribution")
Words = Annotated[dict[Line, Line], Field(strict=False, max_length=200)]


class InfoTranslation(AuthoredModel):
    """What a library says of itself, in another language. What is left out stays as it is."""

    title: Name | None = Field(None, description="the library's name")
    description: Line | None = Field(None, description="what it holds and for whom, in one or two plain sentences")
    publisher: Name | None = Field(None, description="who publishes it")
    attribution: Line | None = Field(None, description="whom readers should credit")
    notes: Words = Field(default_factory=dict, description="what readers should know of a section, by its id")
    words: Annotated[dict[Concept, ConceptWords], Field(strict=False)] = Field(
        default_factory=dict,
        description="its own words for strategy, factor and the like; without them, those of the site",
    )
    logo_alt: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\n]*$")] | None = Field(
        None, description="what the logo shows"
    )


class FactorTranslation(AuthoredModel):
    """A factor in another language."""

    name: Name | None = Field(None, description="the name readers see")
    definition: Line | None = Field(None, description="one plain sentence")
    aliases: Names | None = Field(None, description="other forms of the name met in texts")


class CategoryTranslation(AuthoredModel):
    """A category in another language."""

    name: Name | None = Field(None, description="the name readers see")
    aliases: Names | None = Field(None, description="other forms of the name met in texts")
    description: Line | None = Field(None, description="one or two plain sentences")


class LearnerModelTranslation(AuthoredModel):
    """A learner model in another language."""

    name: Name | None = Field(None, description="the name readers see")
    aliases: Names | None = Field(None, description="other forms of the name met in texts")
    description: Line | None = Field(None, description="one or two plain sentences")
    groups: Words = Field(default_factory=dict, description="names of its groups: as they are, then in this language")


class FieldTranslation(AuthoredModel):
    """A field of the library's own in another language."""

    name: Name | None = Field(None, description="the name readers see")
    description: Line | None = Field(None, description="what it says")
    of: Words = Field(default_factory=dict, description="its choices: as they are, then in this language")


class VocabularyTranslation(AuthoredModel):
    """The words for a vocabulary of the library's own, in another language."""

    one: Name | None = Field(None, description="the word for one of its terms")
    many: Name | None = Field(None, description="the word for several; the heading of its page")
    menu: Name | None = Field(None, description="what the menu calls it")
    description: Line | None = Field(None, description="what it lists, in one sentence")


class PolicyTranslation(AuthoredModel):
    """The words of the page policy in another language: headings, disclaimers, names of fields."""

    sections: Words = Field(default_factory=dict, description="headings of sections, by the ids of these")
    subheadings: Words = Field(default_factory=dict, description="level-3 headings: as they are, then in this language")
    disclaimers: Annotated[
        dict[Name, Annotated[str, StringConstraints(min_length=10, max_length=1000)]],
        Field(strict=False, max_length=20),
    ] = Field(default_factory=dict, description="the exact words of disclaimers, by their ids")
    generated_headings: Words = Field(default_factory=dict, description="headings that exporters write, by their names")
    fields: Annotated[dict[Name, FieldTranslation], Field(strict=False, max_length=30)] = Field(
        default_factory=dict, description="the library's own fields, by their ids"
    )
    vocabularies: Annotated[dict[Name, VocabularyTranslation], Field(strict=False, max_length=30)] = Field(
        default_factory=dict, description="the library's own vocabularies, by their ids"
    )
    title: TitleLength | None = Field(None, description="how long a title may be")
    summary: SummaryLength | None = Field(None, description="how long a summary may be")
    terms: Annotated[tuple[WordRule, ...], Field(strict=False, max_length=500)] = Field(
        (), description="words of this language that authors must not write"
    )


def localized_info(info: LibraryInfo, found: InfoTranslation, language: str) -> LibraryInfo:
    """The library's information in a further language: its site stands in a folder of that name."""
    texts = {name: value for name in TEXTS if (value := getattr(found, name))}
    logo = info.logo and info.logo.model_copy(update={"alt": found.logo_alt} if found.logo_alt is not None else {})
    base = f"{info.base_url.rstrip('/')}/{language}/" if info.base_url else None
    languages = info.all_languages
    own = {"language": language, "languages": languages, "id": info.own_id, "base_url": base, "logo": logo}
    # Words of another language would stand within sentences of this one.
    return info.model_copy(update=texts | own | {"notes": info.notes | found.notes, "words": found.words})


def localized_policy(policy: PagePolicy, found: PolicyTranslation) -> PagePolicy:
    """The page policy with the words of a further language; what is not translated stays as it is."""

    def subheadings(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(found.subheadings.get(name, name) for name in names)

    sections = tuple(
        section.model_copy(
            update={
                "heading": found.sections.get(section.id, section.heading),
                "former_headings": (section.heading,) if section.id in found.sections else section.former_headings,
                "subheadings": subheadings(section.subheadings),
                "required_subheadings": subheadings(section.required_subheadings),
            }
        )
        for section in policy.sections
    )
    disclaimers = tuple(
        Disclaimer(id=each.id, text=found.disclaimers.get(each.id, each.text)) for each in policy.disclaimers
    )
    known = {name: words for name, words in found.generated_headings.items() if name in GeneratedHeadings.model_fields}
    evidence = policy.evidence.model_copy(update={name: subheadings(value) for name, value in policy.evidence})
    words = {
        "sections": sections,
        "disclaimers": disclaimers,
        "generated_headings": policy.generated_headings.model_copy(update=known),
        "evidence": evidence,
        "all_fields": tuple(_field(field, found) for field in policy.all_fields),
        "vocabularies": tuple(_vocabulary(each, found) for each in policy.vocabularies),
        "title": found.title or policy.title,
        "summary": found.summary or policy.summary,
        "terms": found.terms,
    }
    # Not a plain copy: that would keep what the original knows by its headings.
    copy = policy.model_copy(update=words)
    for name in copy.__dict__.keys() - PagePolicy.model_fields.keys():
        del copy.__dict__[name]
    return copy


def _vocabulary(vocabulary: OwnVocabulary, policy: PolicyTranslation) -> OwnVocabulary:
    found = policy.vocabularies.get(vocabulary.id)
    texts = {name: value for name, value in found if value is not None} if found else {}
    if vocabulary.menu is None:
        texts.pop("menu", None)  # whether it is in the menu is the same in all languages
    return vocabulary.model_copy(update=texts)


def in_other_words(
    own: Mapping[str, object], fields: Iterable[OwnField], policy: PolicyTranslation
) -> dict[str, object]:
    """Values of the library's own fields, with choices in another language."""
    values = dict(own)
    for field in fields:
        words = policy.fields[field.id].of if field.id in policy.fields and field.options else {}
        value = values.get(field.id)
        if isinstance(value, tuple):
            values[field.id] = tuple(words.get(each, each) for each in value)
        elif isinstance(value, str):
            values[field.id] = words.get(value, value)
    return values


def _field(field: OwnField, policy: PolicyTranslation) -> OwnField:
    found = policy.fields.get(field.id)
    if found is None:
        return field
    texts = {name: value for name in ("name", "description") if (value := getattr(found, name))}
    choices = {"of": tuple(found.of.get(choice, choice) for choice in field.options)} if field.options else {}
    return field.model_copy(update=texts | choices)
