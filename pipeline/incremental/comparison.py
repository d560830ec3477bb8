"""Remembers what the rules found that look at more than one page, or go by the day."""

from collections.abc import Iterable, Mapping

from pipeline.check import compare
from pipeline.diagnostics import Diagnostic
from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.pages import Checked, from_bytes, to_bytes
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.plain import decode, encode
from pipeline.rule import Rule


def compared(
    memo: Memo, library: Library, context: Context, rules: Iterable[Rule], examined: Mapping[str, Checked]
) -> list[Diagnostic]:
    """Find what is to be found besides each page by itself, given the pages that were examined.

    The key is a digest of what pages say of themselves, and of all files that are no pages. Where a rule opened a page,
    to show a place in it, the value holds only while that page has the same digest.
    """
    chosen = tuple(rules)
    key = _key(library, context, [rule.name for rule in chosen], examined)
    if data := memo.get([key]).get(key):
        findings, opened = from_bytes(data)
        if all(examined[path].digest == digest for path, digest in opened.items()):
            return list(map(decode, findings))
    found = compare(library, context, chosen, examined)
    paths = (entry.path for entry in library.entries if entry.opened and entry.path in examined)
    opened = {path: examined[path].digest for path in paths}
    memo.put({key: to_bytes([list(map(encode, found)), opened])})
    return found


def _key(library: Library, context: Context, rules: list[str], examined: Mapping[str, Checked]) -> str:
    return key_of(
        "compare",
        context.settings.model_dump_json(),
        context.today.isoformat(),
        repr(rules),
        repr([(file.path, file.source.text) for file in library.data_files]),
        repr([(path, file.problems) for path, file in sorted(library.refused.items())]),
        repr([(path, image.size, image.kind) for path, image in sorted(library.images.items())]),
        repr((sorted(library.strays.items()), sorted(library.theme))),
        repr([(entry.path, entry.document.problems) for entry in library.entries if entry.path not in examined]),
        "//".join(f"{path}//{page.told}" for path, page in sorted(examined.items())),
    )
