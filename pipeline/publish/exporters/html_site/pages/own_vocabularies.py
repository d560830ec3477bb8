"""Vocabularies of the library's own: for each a page that lists its terms, and a page for each term."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import by_category, list_pages, strategies_of
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.own_values import filter_id
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.paging import strategy_list
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.term_names import successors
from pipeline.publish.exporters.linked_data import own_term_data
from pipeline.publish.schema.vocabularies import OwnTermV1, OwnVocabularyV1
from pipeline.publish.strategy_summary import named_in


@page_kind()
def own_vocabulary_pages(site: Site) -> Iterator[File]:
    """The pages of each."""
    for vocabulary in site.records.vocabularies:
        path, about = path_in(vocabulary.id), vocabulary.description or ""
        values: dict[str, object] = {"vocabulary": vocabulary}
        yield site.page(TemplateInput(path, "vocabulary.html", vocabulary.many, about, values=values))
        data, successor = own_term_data(site.records, vocabulary), successors(vocabulary.terms)
        for term in vocabulary.terms:
            found = by_category(site, strategies_of(site, term.strategies))
            values = {
                "vocabulary": vocabulary,
                "term": term,
                "successor": successor.get(term.id),
                "own": site.own_lines(vocabulary.id, term.fields),
                "filters": list(_filters(site, vocabulary, term)),
            }
            sheet = TemplateInput("", "term.html", term.name, term.definition or "", data=data[term.id], values=values)
            yield from list_pages(site, sheet, strategy_list(f"{vocabulary.id}/{term.id}", found))


def _filters(site: Site, vocabulary: OwnVocabularyV1, term: OwnTermV1) -> Iterator[tuple[str, str]]:
    """The filters that show strategies which name a term: the id of each, and the name of its field."""
    for field in site.records.policy.fields:
        if field.filter and field.target == vocabulary.id:
            named = (named_in(site.listings.by_id[id_].fields, field.id) for id_ in term.strategies)
            if any(term.id in ids for ids in named):
                yield filter_id(field), field.name
