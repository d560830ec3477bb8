"""The library information in `content/library.yaml`."""

from typing import Annotated
from unicodedata import normalize

from pydantic import Field, StringConstraints

from pipeline.model.concept_words import Concept, ConceptWords
from pipeline.model.fields import AuthoredModel, Extensible, Line, Name, SiteAddress, Version, WebAddress
from pipeline.model.foreign_sources import Allowed, Analytics, Directive
from pipeline.model.identifiers import uuid_of
from pipeline.source.paths import LOGO_PATTERN

# A BCP 47 language tag: `en`, `pt-BR`, `zh-Hans`.
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)]
Languages = Annotated[tuple[Language, ...], Field(strict=False, max_length=30)]
# A globally unique name: https://www.rfc-editor.org/rfc/rfc8141, or an address of the publisher.
LibraryId = Annotated[
    str, StringConstraints(pattern=r"^(urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:|https?://)[^\s]+$", max_length=2000)
]


class Logo(AuthoredModel):
    """A picture beside the name of the library."""

    image: Annotated[str, StringConstraints(pattern=LOGO_PATTERN, max_length=200)] = Field(
        description="a picture in static/ or content/images/, such as static/logo.svg"
    )
    alt: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\n]*$")] = Field(
        "", description="what it shows, for those who cannot see it; empty if it only repeats the name"
    )


class Education(AuthoredModel):
    """What a library for education says of its strategies in the words of schema.org."""

    kind: Name = Field(description="what kind of learning resource each is, such as lesson plan")
    audience: Name = Field(description="the role of those whom they are for, such as teacher")


class LibraryInfo(Extensible):
    """Title, language, licence and version of a library."""

    title: Name = Field(description="the library's name")
    description: Line | None = Field(
        None, description="what it holds and for whom, in one or two plain sentences; shown on the home page"
    )
    language: Language = Field(description="its language as a tag, such as en")
    languages: Languages = Field(
        (), description="tags of further languages that it is translated into, such as [es, ar]"
    )
    publisher: Name = Field(description="who publishes it")
    licence: Name = Field(description="its licence, an SPDX identifier such as CC-BY-4.0 where there is one")
    version: Version = Field(description="version of the content: three numbers with dots, such as 1.4.0")
    base_url: SiteAddress | None = Field(None, description="where the site will stand, starting with https://")
    edit_url: WebAddress | None = Field(None, description="where pages are edited; the file's path is added to it")
    attribution: Line | None = Field(None, description="whom readers should credit")
    notes: Annotated[dict[str, Line], Field(strict=False, max_length=50)] = Field(
        default_factory=dict, description="what readers should know of a section, by its id; shown with it on each page"
    )
    words: Annotated[dict[Concept, ConceptWords], Field(strict=False)] = Field(
        default_factory=dict,
        description="its own words for strategy, factor, category, learner_model, factor_group and grade: "
        "for one, for many, and in the menu",
    )
    education: Education | None = Field(
        None, description="if it is for education: the kind of its strategies and their audience, for search engines"
    )
    logo: Logo | None = Field(None, description="a picture beside its name on every page")
    csp: Annotated[dict[Directive, Allowed], Field(strict=False)] = Field(
        default_factory=dict,
        description="what pages may load besides the site's own files: by directive such as img-src, "
        "a list of addresses that start with https://",
    )
    analytics: Analytics | None = Field(
        None, description="a script on every page that counts visits: its address, and attributes named data-…"
    )
    id: LibraryId | None = Field(
        None,
        description="what tells it from all other libraries: an address of yours, or urn:uuid: and a UUID; "
        "never changes once published",
    )

    @property
    def all_languages(self) -> tuple[str, ...]:
        """All its languages, that of the originals first; none if there is only one.

        In a further language, `languages` holds all of them.
        """
        if not self.languages or self.language in self.languages:
            return self.languages
        return (self.language, *self.languages)

    @property
    def own_id(self) -> str:
        """Its id, or else the address of its site, or else a UUID of its publisher, title and language."""
        if self.id or self.base_url:
            return self.id or str(self.base_url).rstrip("/")
        names = (" ".join(normalize("NFC", text).split()) for text in (self.publisher, self.title, self.language))
        return "urn:uuid:" + uuid_of("\n".join(("library", *names)))
