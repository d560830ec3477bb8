"""Links of the old site to its pages of factors and strategies, as links of the house."""

from urllib.parse import urlsplit

from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.naming import add, known_as, slug_of
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.passages import FRONT, LIMITS
from pipeline.model.images import ELSEWHERE
from pipeline.model.link_edits import link_edits
from pipeline.source.parse import Link, parse_page
from pipeline.source.parse.addresses import PREFIXES
from pipeline.source.text import Source, apply


def relink(page: NewPage, house: House) -> None:
    """Give links to pages of the old site that the house has too an address of the house."""
    site = urlsplit(str(page.fields.get("source", ""))).netloc
    factors, strategies = house.vocabulary.factor_names(), house.strategies

    def address(link: Link) -> str:
        if link.kind != "link" or link.href.startswith(PREFIXES):
            return ""
        within = not ELSEWHERE.match(link.href) or urlsplit(link.href).netloc == site
        slug = slug_of(link.href)
        for scheme, names in (("factor", factors), ("strategy", strategies)):
            id_ = known_as(names, slug) or (known_as(names, link.text) if scheme == "factor" else None)
            if not (within and id_):
                continue
            target = f"{scheme}:{id_}"
            if scheme == "factor":
                add(page, "factors", id_)
            page.remark("guessed", f"the link “{link.text}” leads to `{target}`; it led to {link.href}")
            return target
        return ""

    for parts in page.sections.values():
        for index, part in enumerate(parts):
            if "](" not in part:
                continue
            document = parse_page(Source("page.md", FRONT + part), LIMITS)
            if document.readable and not document.problems:
                text = apply(document.source.text, set(link_edits(document, address)))
                parts[index] = text.removeprefix(FRONT)
