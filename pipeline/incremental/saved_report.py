"""What a check of a whole library said, as plain data: all that a report shows, if nothing changed since."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.library_state import LibraryState, state_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.serialization import decode, encode
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.disk import read_file
from pipeline.source.text import Source


class SavedReport(NamedTuple):
    """The findings, the files they are about, the pages among these with their former ids, and what settings say."""

    diagnostics: tuple[Diagnostic, ...]
    data_files: Sequence[str]
    pages: Mapping[str, Sequence[str]]
    fail_on: str
    rules_url: str


def report_key(state: LibraryState, today: dt.date, rules: Iterable[str] | None) -> str:
    """The key of a check, by the state of the library, the day, and the names of the rules, if not all were run."""
    return key_of("check", state.key, today.isoformat(), "all" if rules is None else " ".join(sorted(rules)))


class KnownReport(NamedTuple):
    """The state of a library, if it could be listed before its settings were read, and what a check said of it, if any.

    `sources` are the texts of the files that this is about.
    """

    state: LibraryState | None = None
    outcome: SavedReport | None = None
    sources: Mapping[str, Source] = {}


def recall(root: Path, memo: Memo, today: dt.date, rules: Iterable[str] | None) -> KnownReport:
    """Find what a check would say, if one said it before."""
    state = state_of(root, memo)
    if state is None:
        return KnownReport()
    key = report_key(state, today, rules)
    data = memo.get([key]).get(key)
    if data is None:
        return KnownReport(state)
    findings, *rest = json.loads(data)
    outcome = SavedReport(tuple(map(decode, findings)), *rest)
    return KnownReport(state, outcome, ReportSources(root, [*outcome.data_files, *outcome.pages], state))


def remember(memo: Memo, key: str, outcome: SavedReport) -> None:
    """Remember what a check said."""
    findings, *rest = outcome
    memo.put({key: json.dumps([list(map(encode, findings)), *rest]).encode()})


class ReportSources(Mapping[str, Source]):
    """The texts of some files, each read when it is asked for; what is not read has an empty one."""

    def __init__(self, root: Path, paths: Sequence[str], state: LibraryState) -> None:
        self._root, self._paths, self._bounds = root, dict.fromkeys(paths), state.bounds
        self._read = state.digests

    def __getitem__(self, path: str) -> Source:
        if path not in self._paths:
            raise KeyError(path)
        data = read_file(self._root, path, self._bounds.of(path)) if path in self._read else b""
        return Source.decode(path, data)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
