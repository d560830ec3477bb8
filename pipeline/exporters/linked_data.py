"""Linked data: the library in the words of schema.org, for search engines and catalogues."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.exporter import Exporter, Frame, Piece
from pipeline.exporters._documents import INDENT, indented
from pipeline.model import linked_shape as shape
from pipeline.model.identifiers import Kind, identifier_of
from pipeline.model.published import FactorOfStrategyV1, FactorV1, SectionV1, StrategyV1
from pipeline.model.records import Records
from pipeline.model.rendition import Rendition

PATH = "json/strategies.jsonld"
# How deep a strategy stands in the document.
DEPTH = 2
# An SPDX identifier, such as CC-BY-4.0.
LICENCE_ID = re.compile(r"[A-Za-z0-9.+-]+")


class LinkedData(Exporter):
    """One document: the library, the set of its factors, then every strategy."""

    format = "json"

    def frames(self) -> Iterator[Frame]:
        """The document without its strategies."""
        bare = shape.LinkedDataV1(
            context_=dict(shape.CONTEXT), graph_=[collection(self.records), term_set(self.records)]
        )
        head, _, tail = (_text(bare) + "\n").encode().rpartition(b"\n  ]")
        yield Frame(PATH, head, b"", b"\n  ]" + tail)

    def share(self, strategy: StrategyV1, rendition: Rendition) -> Iterator[Piece]:
        """One strategy, parted from what stands before it."""
        yield Piece(PATH, b",\n" + indented(_text(article(self.records, strategy)), DEPTH))


def _text(model: BaseModel) -> str:
    return model.model_dump_json(indent=INDENT, exclude_none=True)


def collection(records: Records) -> shape.CollectionV1:
    """The library as a whole."""
    library = records.library
    return shape.CollectionV1(
        id_=_address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        in_language=library.language,
        license=_licence(records),
        credit_text=library.attribution,
        publisher=_publisher(records),
        version=library.version,
        url=library.base_url,
    )


def term_set(records: Records) -> shape.DefinedTermSetV1:
    """All factors."""
    return shape.DefinedTermSetV1(
        id_=_address("vocabulary", "factors"),
        type_="DefinedTermSet",
        name="Factors",
        in_language=records.library.language,
        has_defined_term=[
            shape.DescribedTermV1(
                **dict(_term(factor)), description=factor.definition, alternate_name=factor.aliases or None
            )
            for factor in records.factors
        ],
    )


def article(records: Records, strategy: StrategyV1) -> shape.ArticleV1:
    """One strategy, its disclaimers at the sections they belong to."""
    library, origin = records.library, strategy.source
    base = library.base_url.rstrip("/") if library.base_url else None
    return shape.ArticleV1(
        id_=_address("strategy", strategy.id),
        type_=("Article", "LearningResource"),
        identifier=strategy.id,
        name=strategy.title,
        headline=strategy.title,
        abstract=strategy.summary,
        date_modified=strategy.updated,
        in_language=library.language,
        license=_licence(records),
        url=f"{base}/strategies/{strategy.id}/" if base else None,
        author=[shape.PersonV1(type_="Person", name=name) for name in strategy.authors] or None,
        publisher=_publisher(records),
        is_part_of=_link("vocabulary", "library"),
        audience=shape.AudienceV1(type_="EducationalAudience", educational_role="teacher"),
        learning_resource_type="instructional strategy",
        educational_level=[model.name for model in strategy.learner_models],
        article_section=strategy.category.name,
        about=[_term(factor) for factor in strategy.factors],
        has_part=[_part(section, position) for position, section in enumerate(strategy.sections, 1)],
        video=[
            shape.VideoObjectV1(type_="VideoObject", name=item.title, url=item.url, embed_url=item.embed_url)
            for item in strategy.videos
        ],
        citation=[*_citations(strategy)],
        mentions=[_link("strategy", related.id) for related in strategy.related],
        is_based_on=_citation(origin.title, url=origin.url) if origin else None,
    )


def _term(factor: FactorV1 | FactorOfStrategyV1) -> shape.DefinedTermV1:
    return shape.DefinedTermV1(
        id_=_address("factor", factor.id),
        type_="DefinedTerm",
        term_code=factor.id,
        name=factor.name,
        in_defined_term_set=_link("vocabulary", "factors"),
    )


def _part(section: SectionV1, position: int) -> shape.PartV1:
    notice = section.disclaimer
    return shape.PartV1(
        type_="CreativeWork",
        identifier=section.id,
        name=section.heading,
        position=position,
        text=section.text,
        usage_info=shape.NoticeV1(type_="CreativeWork", identifier=notice.id, text=notice.text) if notice else None,
    )


def _citations(strategy: StrategyV1) -> Iterator[shape.CitationV1]:
    for resource in strategy.resources:
        yield _citation(resource.title, url=resource.url, description=resource.description or None)
    for reference in strategy.references:
        yield _citation(reference.text, url=reference.url, identifier=f"doi:{reference.doi}" if reference.doi else None)


def _citation(
    name: str, *, url: str | None, description: str | None = None, identifier: str | None = None
) -> shape.CitationV1:
    return shape.CitationV1(type_="CreativeWork", name=name, url=url, description=description, identifier=identifier)


def _publisher(records: Records) -> shape.OrganizationV1:
    return shape.OrganizationV1(type_="Organization", name=records.library.publisher)


def _licence(records: Records) -> str | None:
    licence = records.library.licence
    return f"https://spdx.org/licenses/{licence}" if LICENCE_ID.fullmatch(licence) else None


def _address(kind: Kind, id_: str) -> str:
    return f"urn:uuid:{identifier_of(kind, id_)}"


def _link(kind: Kind, id_: str) -> shape.LinkV1:
    return shape.LinkV1(id_=_address(kind, id_))
