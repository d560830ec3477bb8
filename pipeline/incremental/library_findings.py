"""Remembers what the rules found that look at more than one page, or go by the day."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import fields

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.page_tasks import PageResult, from_bytes, to_bytes
from pipeline.incremental.serialization import decode, encode
from pipeline.lint.rule import Rule
from pipeline.lint.runner import lint_library
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.library import Library
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.parse import Document


def library_findings(
    memo: Memo, library: Library, context: Context, rules: Iterable[Rule], examined: Mapping[str, PageResult]
) -> list[Diagnostic]:
    """Find what is to be found besides each page by itself, given the pages that were examined.

    The key is a digest of what pages say of themselves, and of everything else that a library holds. Where a rule
    opened a page, to show a place in it, the value holds only while that page has the same digest.
    """
    chosen = tuple(rules)
    asked = (context.settings.model_dump_json(), context.today.isoformat(), *(rule.name for rule in chosen))
    others = (_told(getattr(library, field.name)) for field in fields(library) if field.name != "entries")
    pages = (f"{path} {page.told}" for path, page in sorted(examined.items()))
    key = key_of("lint_library", repr(asked), *others, "\n".join(pages))
    if data := memo.get([key]).get(key):
        findings, opened = from_bytes(data)
        if all(examined[path].digest == digest for path, digest in opened.items()):
            return list(map(decode, findings))
    found = lint_library(library, context, chosen, examined)
    paths = (entry.path for entry in library.entries if entry.opened and entry.path in examined)
    opened = {path: examined[path].digest for path in paths}
    memo.put({key: to_bytes([list(map(encode, found)), opened])})
    return found


def _told(value: object) -> str:
    """What tells a part of a library from any other: documents by their text and problems, all else by its values."""
    if isinstance(value, Document):
        return repr((value.path, value.source.text, value.problems))
    if isinstance(value, Mapping):
        return repr([(key, _told(value[key])) for key in sorted(value)])
    if isinstance(value, tuple | list):
        return repr(list(map(_told, value)))
    if isinstance(value, Set):
        return repr(sorted(value))
    if isinstance(value, Vocabulary):
        return ""  # it follows from the data files
    return repr(value)
