"""Memoised reports of complete checks: plain data, which a run with nothing to do shows again."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.library_state import LibraryState, state_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.serialization import decode_finding, from_bytes
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.sources import Sources
from pipeline.source.disk import read_file
from pipeline.source.text import Source


class SavedReport(NamedTuple):
    """The findings of a check, the paths of the data files, the pages with their aliases, and what settings say."""

    diagnostics: tuple[Diagnostic, ...]
    data_files: Sequence[str]
    pages: Mapping[str, Sequence[str]]
    fail_on: str
    rules_url: str
    most: int  # findings of a file that a report lists


class KnownReport(NamedTuple):
    """The state of a library, its saved report, and the texts of the files that the report covers.

    The state is None if the settings have to be read before the files can be listed.
    """

    state: LibraryState | None = None
    outcome: SavedReport | None = None
    sources: Mapping[str, Source] = {}


def report_key(state: LibraryState, today: dt.date, rules: Iterable[str] | None) -> str:
    """The key of a report: the state of the library, the day, and the names of the rules, if not all were run."""
    return key_of("check", state.key, today.isoformat(), "all" if rules is None else " ".join(sorted(rules)))


def recall(root: Path, memo: Memo, today: dt.date, rules: Iterable[str] | None) -> KnownReport:
    """Look up the report that a check would give."""
    state = state_of(root, memo)
    if state is None:
        return KnownReport()
    key = report_key(state, today, rules)
    data = memo.get([key]).get(key)
    if data is None:
        return KnownReport(state)
    findings, *others = from_bytes(data)
    report = SavedReport(tuple(map(decode_finding, findings)), *others)

    def read(path: str) -> Source:
        return Source.decode(path, read_file(root, path, state.bounds.of(path)) if path in state.digests else b"")

    return KnownReport(state, report, Sources([*report.data_files, *report.pages], read))
