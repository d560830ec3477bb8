"""Works of the library as citations in words, by a processor of the Citation Style Language and a style of our own.

https://docs.citationstyles.org/en/stable/specification.html
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pipeline.model.work import Work
from pipeline.publish.citations.cited_work import day_of
from pipeline.publish.schema.sources import ReferenceV1

# A full stop of the style behind a mark that ends a title.
AFTER_MARK = re.compile(r"([?!…])\.(?=\s|$)")
STYLE = Path(__file__).with_name("sources.csl")
# The dialect of each language whose words for months the processor has; for any other language those of English.
DIALECTS = {"ar": "ar", "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR"}


def sources_of(works: Iterable[Work], language: str) -> tuple[ReferenceV1, ...]:
    """These works as they are published, in the order of their words; `language` is a BCP 47 tag."""
    found = (source_of(work, language) for work in works)
    return tuple(sorted(found, key=lambda source: (source.text.casefold(), source.id)))


def source_of(work: Work, language: str) -> ReferenceV1:
    """A work as it is published."""
    csl = csl_of(work)
    facts = json.dumps(csl, ensure_ascii=False, sort_keys=True)
    text = _cited(facts, DIALECTS.get(language.partition("-")[0], DIALECTS["en"]))
    return ReferenceV1(text=text, url=work.address, doi=work.DOI, id=work.id, csl=csl)


def csl_of(work: Work) -> dict[str, Any]:
    """The facts of a work as an item of CSL-JSON."""
    item: dict[str, Any] = work.model_dump(by_alias=True, exclude_none=True, exclude={"issued", "author"})
    if work.author:
        item["author"] = [person.model_dump(exclude_none=True) for person in work.author]
    if work.issued:
        item["issued"] = {"date-parts": [[int(part) for part in work.issued.split("-")]]}
    return item


def work_of(csl: Mapping[str, Any]) -> Work:
    """The work that an item of CSL-JSON was made from; raises pydantic's ValidationError for any other item."""
    return Work.model_validate(dict(csl) | ({"issued": day_of(csl)} if "issued" in csl else {}))


@lru_cache(maxsize=8192)
def _cited(facts: str, dialect: str) -> str:
    """The words of a citation, given the facts of a work as JSON."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter  # it loads a parser of XML
    from citeproc.source.json import CiteProcJSON

    item = json.loads(facts)
    bibliography = CitationStylesBibliography(_style(dialect), CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    text = " ".join(str(bibliography.bibliography()[0]).split())
    return AFTER_MARK.sub(r"\1", text)


@cache
def _style(dialect: str) -> Any:
    from citeproc import CitationStylesStyle

    return CitationStylesStyle(str(STYLE), locale=dialect, validate=False)
