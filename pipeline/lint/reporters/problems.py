"""The findings that remain, by file and one a line, in the lower part of a terminal's window."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.lint.news import News, ShownFinding
from pipeline.lint.reporters.text import ELLIPSIS, STYLES, columns, styled
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Severity
from pipeline.source.escapes import printable
from pipeline.source.text import counted

# The part of a window that is used, as what changed is printed above, and the lines that are used if there are as many.
SHARE, FEWEST = 0.5, 6
RULE = "─"
MARKS = {"+": "1;32", "~": "1;33", " ": ""}
# A part of a line and its style.
Cell = tuple[str, str]


@dataclass
class ProblemList:
    """Findings in their order: files that changed last come first, and in a file what changed.

    `marks` are those of findings that are new or changed in the last report.
    """

    findings: Sequence[ShownFinding] = ()
    marks: dict[ShownFinding, str] = field(default_factory=dict)
    _turn: int = 0
    _turns: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def update(self, findings: Iterable[ShownFinding], changes: News) -> None:
        """Take the findings of a later report, and mark those that are new or changed."""
        self._turn += 1
        self._turns.update({found.diagnostic.span.path: self._turn for group in changes for found in group})
        self.marks = {**dict.fromkeys(changes.changed, "~"), **dict.fromkeys(changes.new, "+")}
        self.findings = sorted(findings, key=self._order)

    def _order(self, found: ShownFinding) -> tuple[object, ...]:
        path = found.diagnostic.span.path
        return -self._turns[path], path, found not in self.marks, found.position

    def lines(self, view: ReportView, height: int, title: str, *, fails: bool) -> list[str]:
        """The lines for a window of this height; `view` is the last report, and its width that of the window."""
        room = min(max(FEWEST, int(height * SHARE)), height - 1) - 2  # besides the first line and the last
        width = max((len(_place(found)) for found in self.findings), default=0)
        rows, shown = list[list[Cell]](), 0
        for path, group in groupby(self.findings, key=lambda found: found.diagnostic.span.path):
            found = list(group)[: max(0, room - len(rows) - 1)]
            rows += [[(path, "1")], *(self._row(each, width) for each in found)] if found else []
            shown += len(found)
        if shown < len(self.findings):
            while rows and (len(rows) >= room or len(rows[-1]) == 1):
                shown -= len(rows.pop()) > 1
            rows += [[(f"{ELLIPSIS} {len(self.findings) - shown} more", "2")]] if room > 0 else []
        return [_title(view, title), *(_line(view, row) for row in rows), _line(view, _state(view, fails=fails))]

    def _row(self, found: ShownFinding, width: int) -> list[Cell]:
        diagnostic, mark = found.diagnostic, self.marks.get(found, " ")
        severity = diagnostic.severity
        return [
            (f"{mark} ", MARKS[mark]),
            (f"{_place(found):<{width}} ", ""),
            (f"{severity.value:<7} ", STYLES[severity]),
            (f"{diagnostic.rule}  ", "1"),
            (diagnostic.message, ""),
        ]


def _place(found: ShownFinding) -> str:
    return f"{found.position.line}:{found.position.column}"


def _title(view: ReportView, title: str) -> str:
    start = f"{RULE * 2} {_cut(printable(title), view.width - 5)} "
    return styled(view, start + RULE * (view.width - 1 - columns(start)), "2")


def _state(view: ReportView, *, fails: bool) -> list[Cell]:
    """What is found in all, and whether a check would fail."""
    found = ", ".join(counted(view.counts[each], each.value) for each in Severity if view.counts[each])
    known = f"; {view.baseline} hides {counted(view.known, 'finding')}" if view.known else ""
    mark = ("✗", "1;31") if fails else ("✓", "1;32")
    return [mark, (f" {found or 'nothing to mend'} in {counted(view.files, 'file')}{known}", "")]


def _line(view: ReportView, cells: Iterable[Cell]) -> str:
    """A line cut to the width."""
    room, shown = view.width - 1, ""
    for text, style in cells:
        part = _cut(printable(text), room)
        room -= columns(part)
        shown += styled(view, part, style) if style else part
        if room <= 0:
            break
    return shown


def _cut(text: str, room: int) -> str:
    """The text, cut to some columns of a terminal."""
    if columns(text) <= room:
        return text
    shown, used = "", 0
    for character in text:
        used += columns(character)
        if used >= room:
            break
        shown += character
    return shown + ELLIPSIS
