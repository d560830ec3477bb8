"""JSON: each document is there and has its shape, and a strategy reads the same in all of them."""

from collections.abc import Iterable, Iterator

from pipeline.model.published import LibraryV1, StrategyV1
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.page import Page, words
from pipeline.publish.verify.shapes import SHAPES, bare

NAMES = ("strategies", "factors", "categories", "learner-models", "tombstones")
LINES = "json/strategies.jsonl"
WHOLE = "json/strategies.json"
DOCUMENTS = (*(f"json/{name}.json" for name in NAMES), *SHAPES)
# What stands before and after the disclaimer of nearly every section that has one, to the letter, in each form; unless
# a form escapes something in it.
OPENINGS = {"markdown": ("> ", "\n"), "html": ("<blockquote>\n<p>", "</p>\n"), "text": ("", "\n")}
ESCAPED = frozenset("<&\\")
ENDINGS = (".json", ".jsonl", ".jsonld")


@check("json")
def documents(inspection: Inspection) -> Iterator[Fault]:
    """Every document is there, none is of a strategy that is not published, each has its shape."""
    wanted = {path for path in DOCUMENTS if path.endswith(ENDINGS)}
    wanted |= {f"json/strategies/{id_}.json" for id_ in inspection.manifest.published}
    for path in sorted(wanted - inspection.paths):
        yield Fault(path, "", "it is missing")
    for path in sorted(set(inspection.below("json/strategies")) - wanted):
        yield Fault(path, "", f"{MANIFEST} names no such published strategy")
    for path in inspection.below("json"):
        if path in inspection.proved:
            continue
        yield from inspection.shape_faults(path)
        document = (path.endswith(".json") and inspection.document(path)) or {}
        if "library" in document and LibraryV1.model_validate(document["library"]) != inspection.manifest.library:
            yield Fault(path, "library", f"it is not the library of {MANIFEST}")


@check("json", each=True)
def own_documents(inspection: Inspection) -> Iterator[Fault]:
    """A strategy's own document is named by its id and shows each disclaimer in its section."""
    texts = {item.id: item.text for item in inspection.manifest.disclaimers}
    for id_ in inspection.manifest.published:
        path, record = f"json/strategies/{id_}.json", inspection.strategy(id_)
        if record and record.id != id_:
            yield Fault(path, record.id, "its id is not the name of its file")
        if record:
            yield from opening_disclaimers(path, record, texts)


def opening_disclaimers(path: str, record: StrategyV1, texts: dict[str, str]) -> Iterator[Fault]:
    """Each section that must opens with its disclaimer, in every form."""
    for section in record.sections:
        due = section.disclaimer
        if due is None:
            continue
        if texts.get(due.id) != due.text:
            yield Fault(path, record.id, f"the disclaimer `{due.id}` is not the one of {MANIFEST}")
        shown = {"markdown": section.markdown, "html": section.html, "text": section.text}
        for form, text in shown.items():
            if not _opens(form, text, due.text):
                yield Fault(
                    path, record.id, f"the {form} of `{section.id}` does not open with the disclaimer `{due.id}`"
                )


def _opens(form: str, text: str, due: str) -> bool:
    """True when a section opens with the words of its disclaimer."""
    before, after = OPENINGS[form]
    if text.startswith(f"{before}{due}{after}") and not ESCAPED & set(due):
        return True
    shown = Page.read(text).text if form == "html" else text
    return words(shown).startswith(words(due))


@check("json", each=True)
def whole_document(inspection: Inspection) -> Iterator[Fault]:
    """`strategies.json` holds the same records, and the disclaimers."""
    document = inspection.document(WHOLE)
    if document is None:
        return
    carried = [{"id": item.id, "text": item.text} for item in inspection.manifest.disclaimers]
    if document["disclaimers"] != carried:
        yield Fault(WHOLE, "disclaimers", f"they are not those of {MANIFEST}")
    records = document["strategies"]
    assert isinstance(records, list)
    yield from _same_records(inspection, WHOLE, records)


@check("json", each=True)
def lines(inspection: Inspection) -> Iterator[Fault]:
    """`strategies.jsonl` holds the same records, one a line."""
    if LINES in inspection.paths and not inspection.shape_faults(LINES):
        yield from _same_records(inspection, LINES, inspection.documents(LINES))


def _same_records(inspection: Inspection, path: str, records: Iterable[dict[str, object]]) -> Iterator[Fault]:
    """Compare records with the strategies' own documents; sound documents make sound records."""
    found = []
    for record in records:
        id_ = str(record.get("id"))
        found.append(id_)
        if inspection.is_own(id_, record):
            continue
        own = inspection.document(f"json/strategies/{id_}.json")
        if own is None:
            continue
        wanted = bare(own)
        for key in [key for key in {**wanted, **record} if wanted.get(key, ...) != record.get(key, ...)]:
            yield Fault(path, id_, f"its `{key}` is not that of json/strategies/{id_}.json")
    yield from listing(path, found, inspection.manifest.published)


def listing(path: str, found: list[str], wanted: list[str]) -> Iterator[Fault]:
    """Compare the ids in a file with those it should list, in their order."""
    for id_ in sorted(set(wanted) - set(found)):
        yield Fault(path, id_, f"it is missing; {MANIFEST} lists it")
    for id_ in sorted(set(found) - set(wanted)):
        yield Fault(path, id_, f"{MANIFEST} lists no such id")
    if set(found) == set(wanted) and found != wanted:
        yield Fault(path, "", "the ids are not sorted, or one stands twice")
