"""HTML: the files for reference managers cite what the record says."""

from collections.abc import Iterator, Mapping

from pipeline.publish.citations.citation_files import page_citations, reference_citations
from pipeline.publish.schema.records import LibraryV1, StrategyV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.strategy.works import is_of_facts
from pipeline.publish.verify.view import StrategyView, folder_of
from pipeline.publish.verify.violation import Violation, path_differences


@check("html")
def citations(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each file is the one that the record makes."""
    language = expected.library.language
    if view.page is None or not all(is_of_facts(each, language) for each in view.record.references):
        return  # the check of works names what is wrong
    expected_texts = citation_texts(view.record, expected.library)
    yield from path_differences(view.citations, expected_texts, "the record has nothing to cite there")
    for path, text in expected_texts.items():
        if view.citations.get(path, text.encode()) != text.encode():
            yield Violation(path, view.id, "it does not cite what the record says")


def citation_texts(strategy: StrategyV1, library: LibraryV1) -> Mapping[str, str]:
    """The text of each file by its path."""
    files = (*page_citations(strategy, library), *reference_citations(strategy))
    return {f"{folder_of(strategy.id)}/{file.name}": file.text for file in files}
