"""Memoised findings of the rules that compare pages or depend on the day."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import fields

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.page_tasks import PageResult
from pipeline.incremental.serialization import decode_finding, from_bytes, to_bytes
from pipeline.lint.rule import Rule
from pipeline.lint.runner import lint_library
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.localization import Localization
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.parse import Document

# Fields of a library with pages that were linted one by one; their facts count.
LINTED = ("entries", "translations")


def library_findings(
    memo: Memo, library: Library, context: Context, rules: Iterable[Rule], pages: Mapping[str, PageResult]
) -> list[Diagnostic]:
    """The findings that linting each page by itself does not give; `pages` are the results of that, by path.

    The key is a digest of the facts of all pages and of everything else in the library. A rule may also have read the
    text of a page, to locate a finding. Then the value counts only while that page has the same bytes.
    """
    chosen = tuple(rules)
    run = (context.settings.model_dump_json(), context.today.isoformat(), *(rule.name for rule in chosen))
    others = (_description(getattr(library, field.name)) for field in fields(library) if field.name not in LINTED)
    facts = (f"{path} {page.facts_digest}" for path, page in sorted(pages.items()))
    key = key_of("lint_library", repr(run), *others, "\n".join(facts))
    if data := memo.get([key]).get(key):
        findings, digests = from_bytes(data)
        if all(pages[path].digest == digest for path, digest in digests.items()):
            return list(map(decode_finding, findings))
    found = lint_library(library, context, chosen, pages)
    linted = (*library.entries, *library.translations)
    read = (entry.path for entry in linted if entry.is_read and entry.path in pages)
    memo.put({key: to_bytes([found, {path: pages[path].digest for path in read}])})
    return found


def _description(value: object) -> str:
    """A text that differs whenever a part of a library does."""
    if isinstance(value, Localization):
        return value.description
    if isinstance(value, Entry):
        value = value.document
    if isinstance(value, Document):
        return repr((value.path, value.source.text, value.problems))
    if isinstance(value, Mapping):
        return repr([(key, _description(value[key])) for key in sorted(value)])
    if isinstance(value, tuple | list):
        return repr(list(map(_description, value)))
    if isinstance(value, Set):
        return repr(sorted(value))
    if isinstance(value, Vocabulary):
        return ""  # it depends on the data files only
    return repr(value)
