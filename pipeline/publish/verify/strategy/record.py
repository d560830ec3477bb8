"""JSON: a strategy's record is the same wherever it stands, and shows each disclaimer in its section."""

import json
from collections.abc import Iterator, Mapping

from pydantic_core import to_json

from pipeline.publish.verify.expected import Expected, each
from pipeline.publish.verify.page import HtmlPage, words
from pipeline.publish.verify.view import LINES, WHOLE, StrategyView, own_document
from pipeline.publish.verify.violation import Violation

# What stands before and after the disclaimer of nearly every section that has one, to the letter, in each form; unless
# a form escapes something in it.
OPENINGS = {"markdown": ("> ", "\n"), "html": ("<blockquote>\n<p>", "</p>\n"), "text": ("", "\n")}
ESCAPED = frozenset("<&\\")


@each("json")
def own_document_of(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """A strategy's own document is named by its id, and says what the record says that it was made from."""
    path = own_document(view.id)
    if view.record.id != view.id:
        yield Violation(path, view.record.id, "its id is not the name of its file")
    if view.document is not None and to_json(view.document) != to_json(view.record):
        said = view.record.model_dump(mode="json")
        yield from key_differences(path, view.id, view.document, said, "what the record says")


@each("json")
def same_record(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """`strategies.json` and `strategies.jsonl` hold the same record."""
    own = view.document
    for path in (WHOLE, LINES):
        found = view.parts.get(path)
        if own is None or found is None or found is own:
            continue
        if not isinstance(found, dict):
            yield Violation(path, view.id, "it is not JSON")
            continue
        yield from key_differences(path, view.id, found, own, f"that of {own_document(view.id)}")


def key_differences(
    path: str, record: str, found: Mapping[str, object], wanted: Mapping[str, object], what: str
) -> Iterator[Violation]:
    """Give each key of an object that does not hold what it should, or that should not be there."""
    for key in {**wanted, **found}:
        if key not in wanted:
            yield Violation(path, record, f"its `{key}` stands for nothing in the record")
        elif key not in found or not _same(found[key], wanted[key]):
            yield Violation(path, record, f"its `{key}` is not {what}")


def _same(one: object, other: object) -> bool:
    """True for the same value in JSON; to Python 1 and true are the same, too."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@each("json")
def opening_disclaimers(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each section that must opens with its disclaimer, in every form."""
    path, record = own_document(view.id), view.record
    for section in record.sections:
        due = section.disclaimer
        if due is None:
            continue
        if expected.disclaimers.get(due.id) != due.text:
            yield Violation(path, record.id, f"the disclaimer `{due.id}` is not the one of manifest.json")
        shown = {"markdown": section.markdown, "html": section.html, "text": section.text}
        for form, text in shown.items():
            if not _opens(form, text, due.text):
                yield Violation(
                    path, record.id, f"the {form} of `{section.id}` does not open with the disclaimer `{due.id}`"
                )


def _opens(form: str, text: str, due: str) -> bool:
    """True when a section opens with the words of its disclaimer."""
    before, after = OPENINGS[form]
    if text.startswith(f"{before}{due}{after}") and not ESCAPED & set(due):
        return True
    shown = HtmlPage.read(text).text if form == "html" else text
    return words(shown).startswith(words(due))
