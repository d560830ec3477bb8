"""The slips that most often break front matter, each with the mended line.

Where reading stopped is often not where the author slipped. So every line near it is searched for what looks like a
slip, and each mend is tried: one counts only when the text then reads, or at least reads up to there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.lint.rules.frontmatter._brackets import bracket
from pipeline.lint.rules.frontmatter._lines import FieldLines
from pipeline.lint.rules.frontmatter._mends import (
    FieldFix,
    MendFinder,
    bullet,
    continued,
    list_beside_name,
    misindented,
    missing_colon,
    missing_space,
    quote,
    tab,
    unquoted,
)
from pipeline.source.parse import Limits
from pipeline.source.parse.yaml_events import NOT_TEXT, read_data_file
from pipeline.source.parse.yaml_tree import Mapping, Sequence
from pipeline.source.text import LINE_ENDING, Edit, Source, Span, apply

# In this order: what comes first is the likelier where several mends would do.
FINDERS: tuple[MendFinder, ...] = (
    tab, quote, bracket, bullet, missing_space, missing_colon, list_beside_name, misindented, unquoted, continued,
)  # fmt: skip
# How far above the line where reading stopped to look, and how many mends to try at most.
NEAR = 12
TRIES = 80
# Of a longer text only the fields or items around the fault are read again and again.
SHORT = 8_000
# So many mended lines are shown whole; of more, the one where the slip is.
SHOWN = 4
# A mended line in the help is cut to about this many characters, in its middle.
ROOM = 110


class FieldSlip(NamedTuple):
    """What an author slipped on, where, and the edits that mend it; `sure` when all of the text then reads."""

    span: Span
    message: str
    help: str
    edits: tuple[Edit, ...]
    sure: bool


def find_slip(layout: FieldLines, stopped: int, opened: int) -> FieldSlip | None:
    """The slip behind a fault, or None. `stopped` is where reading ended, `opened` where what it read began."""
    for window in _windows(layout, stopped, opened):
        if layout.is_page and (slip := _unclosed_front_matter(window, window.index(stopped))):
            return slip
        if found := _best(window, stopped, opened):
            mend, reads = found
            return _slip(layout, mend, sure=reads and (window is layout or _fault(mended(layout, mend.edits)) is None))
    return None


def _windows(layout: FieldLines, stopped: int, opened: int) -> Iterator[FieldLines]:
    """The parts of a text in which to look for the slip: whole fields or items, which can be read by themselves."""
    if layout.region.end - layout.region.start <= SHORT:
        yield layout
        return
    starts = [index for index, line in enumerate(layout.lines) if not line.indent and (line.field or line.is_item)]
    for offset in dict.fromkeys((stopped, opened)):
        index = layout.index(offset)
        first = max((start for start in starts if start <= index - NEAR), default=0)
        after = next((start for start in starts if start > index + 1), len(layout.lines))
        begin, last = layout.lines[first], layout.lines[after - 1]
        yield replace(layout, region=Span(begin.path, begin.start, last.start + len(last.text)))


def _best(layout: FieldLines, stopped: int, opened: int) -> tuple[FieldFix, bool] | None:
    """The likeliest mend, and whether all reads with it."""
    trial = _Trial(layout, stopped)
    found: list[tuple[int, int, FieldFix]] = []
    for finder in FINDERS:
        mends = trial.untried(_mends(finder, layout, stopped, opened))
        found += ((rank, len(mend.edits), mend) for mend in mends if (rank := trial.rank(mend)) is not None)
        if any(rank == 0 for rank, _, _ in found):
            break
    if not found:
        return None
    rank, _, mend = min(found, key=lambda item: item[:2])
    return mend, rank == 0


def reads_without_unseen(layout: FieldLines) -> bool:
    """True when nothing but characters that are no text keeps the fields from being read."""
    text = layout.source.slice(layout.region)
    return bool(NOT_TEXT.search(text)) and _fault(NOT_TEXT.sub("", text)) is None


def _mends(finder: MendFinder, layout: FieldLines, stopped: int, opened: int) -> Iterator[FieldFix]:
    last = layout.index(stopped)
    near = [index for index in range(last, max(-1, last - NEAR), -1) if layout.lines[index].says_something]
    for index in dict.fromkeys([*near, layout.index(opened)]):
        yield from finder(layout, index)


@dataclass(slots=True)
class _Trial:
    """Tries mends: how far does the text read with each?"""

    layout: FieldLines
    stopped: int
    tried: set[tuple[Edit, ...]] = field(default_factory=set)

    def untried(self, mends: Iterator[FieldFix]) -> Iterator[FieldFix]:
        """As many new mends as may be tried."""
        for mend in mends:
            if len(self.tried) >= TRIES:
                return
            if mend.edits not in self.tried:
                self.tried.add(mend.edits)
                yield mend

    def rank(self, mend: FieldFix) -> int | None:
        """0 when all reads, 1 when more reads than before, 2 when it reads up to the mend; None when it does not."""
        text = mended(self.layout, mend.edits)
        end = _fault(text)
        if end is None:
            return 0
        grown = len(text) - (self.layout.region.end - self.layout.region.start)
        last = max([mend.span.end, *(edit.span.end for edit in mend.edits)])
        line = self.layout.lines[self.layout.index(last)]
        through = line.start + len(line.text) - self.layout.region.start
        if _fault(text[: through + grown]) is not None or _fault(mended(self.layout, ())[:through]) is None:
            return None
        return 1 if end > self.stopped - self.layout.region.start + grown else 2


def mended(layout: FieldLines, edits: tuple[Edit, ...]) -> str:
    """The text of a layout after some edits."""
    region = layout.region
    return apply(layout.source.slice(region), (_moved(edit, region.start) for edit in edits))


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.path, edit.span.start - by, edit.span.end - by), edit.text)


def _fault(text: str) -> int | None:
    """Where a text stops being readable as fields or a list; None when it never does."""
    tree, problems = read_data_file(Source("", text), Limits())
    fatal = next((problem for problem in problems if problem.kind == "invalid-yaml"), None)
    if fatal:
        return fatal.span.start
    return None if problems or isinstance(tree, Mapping | Sequence) else 0


def _slip(layout: FieldLines, mend: FieldFix, *, sure: bool) -> FieldSlip:
    """The mend with the mended lines in its help."""
    source = layout.source
    at = source.line_index(mend.span.start)
    touched = [at, *(source.line_index(edit.span.start) for edit in mend.edits)]
    first, last = min(touched), max(touched)
    if last - first >= SHOWN:
        first = last = at if at in touched[1:] else touched[1]
    start, end = source.line_span(first).start, source.line_span(last).end
    inside = [_moved(edit, start) for edit in mend.edits if start <= edit.span.start <= end]
    lines = "\n".join(map(_cut, LINE_ENDING.split(apply(source.text[start:end], inside))))
    return FieldSlip(mend.span, mend.message, f"{mend.help}:\n{lines}", mend.edits, sure)


def _cut(line: str) -> str:
    return line if len(line) <= ROOM else f"{line[: ROOM - 40]} … {line[-36:]}"


def _unclosed_front_matter(layout: FieldLines, last: int) -> FieldSlip | None:
    """Fields, then the text of the page: the line that ends the front matter is lacking."""
    for index in range(1, last + 1):
        line, above = layout.lines[index], layout.lines[index - 1]
        heading = line.text.startswith("## ")
        prose = not above.text.strip() and not line.indent and len(line.text.split()) >= 3
        if not (heading or prose) or line.field or line.is_item or line.text.startswith("# "):
            continue
        rest = layout.lines[index : last + 1]
        if any((match := other.field) and match["name"] in layout.known for other in rest):
            return None
        if _fault(mended(layout, ())[: line.start - layout.region.start]) is not None:
            return None
        newline = layout.source.newline
        edit = line.edit(0, 0, f"---{newline}{newline}")
        message = "the text of the page begins here, but no line `---` ends the fields above it"
        remedy = "\n".join(["write a line `---` above it:", "---", _cut(line.text)])
        return FieldSlip(line.span(0, len(line.text)), message, remedy, (edit,), sure=True)
    return None
