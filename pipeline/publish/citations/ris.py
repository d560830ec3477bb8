"""RIS, which reference managers import: a tag and a value on each line. The format wants CRLF at the end of lines."""

from collections.abc import Iterable, Iterator

from pipeline.publish.citations.cited_work import CitedWork

# The types of works, by those of CSL, and that of all others.
TYPES = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "motion_picture": "VIDEO",
    "paper-conference": "CPAPER",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
OTHER = "GEN"


def ris(works: Iterable[CitedWork]) -> str:
    """A file of references."""
    return "".join(f"{tag}  - {value}\r\n" for work in works for tag, value in _lines(work))


def _lines(work: CitedWork) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(work.type, OTHER)
    yield "ID", work.key
    yield from (("AU", f"{each.name}, {each.given}" if each.given else each.name) for each in work.authors)
    values = {
        "TI": work.title,
        "T2": work.container,
        "PY": work.day[:4],
        "DA": f"{work.day.replace('-', '/')}/" if len(work.day) > 4 else "",
        "T3": work.collection,
        "VL": work.volume,
        "IS": work.issue,
        "SP": work.pages,
        ("SN" if work.type == "report" else "M1"): work.number,
        "M3": work.genre,
        "ET": work.version,
        "PB": work.publisher,
        "LA": work.language,
        "N1": work.citation or work.licence,
        "DB": work.archive,
        "AN": work.archive_number,
        "DO": work.doi,
        "UR": work.url,
    }
    yield from ((tag, value) for tag, value in values.items() if value)
    yield "ER", ""
