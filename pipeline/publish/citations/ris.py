"""RIS, which reference managers import: a tag and a value on each line. The format wants CRLF at the end of lines."""

from collections.abc import Iterable, Iterator

from pipeline.publish.citations.cited_work import CitedWork

PAGE, OTHER = "ELEC", "GEN"


def ris(works: Iterable[CitedWork]) -> str:
    """A file of references."""
    return "".join(f"{tag}  - {value}\r\n" for work in works for tag, value in _lines(work))


def _lines(work: CitedWork) -> Iterator[tuple[str, str]]:
    yield "TY", PAGE if work.is_page else OTHER
    yield "ID", work.key
    yield from (("AU", name) for name in work.authors)
    values = {
        "TI": work.title,
        "T2": work.container,
        "PY": work.day[:4],
        "DA": f"{work.day.replace('-', '/')}/" if work.day else "",
        "ET": work.version,
        "PB": work.publisher,
        "LA": work.language,
        "N1": work.citation or work.licence,
        "DO": work.doi,
        "UR": work.url,
    }
    yield from ((tag, value) for tag, value in values.items() if value)
    yield "ER", ""
