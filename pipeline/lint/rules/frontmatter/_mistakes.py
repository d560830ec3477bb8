"""The likely mistake behind invalid YAML, with the fixed line.

The mistake is often not where parsing stopped. So the lines near it are searched for common mistakes, and each fix is
tried: it counts only if the text can then be parsed, at least up to the end of the fixed lines.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.lint.rules.frontmatter import _line_fixes as line_fixes
from pipeline.lint.rules.frontmatter._bracket_fixes import bracket
from pipeline.lint.rules.frontmatter._lines import FieldFix, FieldLines
from pipeline.source.parse import Limits
from pipeline.source.parse.yaml_events import NOT_TEXT, read_data_file
from pipeline.source.parse.yaml_tree import Mapping, Sequence
from pipeline.source.text import LINE_ENDING, Edit, Source, Span, apply

# Sorted by how likely each mistake is, for texts that several fixes would repair.
FINDERS: tuple[line_fixes.FixFinder, ...] = (
    line_fixes.tab,
    line_fixes.quote,
    bracket,
    line_fixes.bullet,
    line_fixes.missing_space,
    line_fixes.missing_colon,
    line_fixes.list_next_to_name,
    line_fixes.misindented,
    line_fixes.unquoted,
    line_fixes.continued,
)
# How many lines above the line where parsing stopped are searched, and how many fixes are tried at most.
NEAR = 12
TRIES = 80
# Of a longer text, only the fields or items near the mistake are parsed for each fix.
SHORT = 8_000
# Number of fixed lines that the help shows at most; of more, it shows only the one with the mistake.
SHOWN = 4
# A line in the help is cut to about this many characters, in its middle.
ROOM = 110


def find_mistake(layout: FieldLines, stopped: int, opened: int) -> FieldFix | None:
    """The likely mistake behind invalid YAML, or None.

    `stopped` is the offset where parsing ended, `opened` that of the value that was being parsed.
    """
    for window in _windows(layout, stopped, opened):
        if layout.is_page and (mistake := _unclosed_front_matter(window, window.line_at(stopped).number)):
            return mistake
        if found := _best(window, stopped, opened):
            fix, parses = found
            certain = parses and (window is layout or _fault(_fixed_text(layout, fix.edits)) is None)
            return _with_fixed_lines(layout, fix, certain=certain)
    return None


def _windows(layout: FieldLines, stopped: int, opened: int) -> Iterator[FieldLines]:
    """The parts of a text to search, each of complete fields or items that can be parsed separately."""
    if layout.region.end - layout.region.start <= SHORT:
        yield layout
        return
    starts = [line.number for line in layout.lines if not line.indent and (line.field or line.is_item)]
    for offset in dict.fromkeys((stopped, opened)):
        index = layout.line_at(offset).number
        first = max((start for start in starts if start <= index - NEAR), default=0)
        after = next((start for start in starts if start > index + 1), len(layout.lines))
        begin, last = layout.lines[first], layout.lines[after - 1]
        yield replace(layout, region=Span(begin.path, begin.start, last.start + len(last.text)))


def _best(layout: FieldLines, stopped: int, opened: int) -> tuple[FieldFix, bool] | None:
    """The likeliest fix, and whether the complete text can be parsed with it."""
    found: list[tuple[int, int, FieldFix]] = []
    tried: set[tuple[Edit, ...]] = set()
    for finder in FINDERS:
        for fix in _fixes(finder, layout, stopped, opened):
            if len(tried) >= TRIES:
                break
            if fix.edits not in tried:
                tried.add(fix.edits)
                if (rank := _rank(layout, fix, stopped)) is not None:
                    found.append((rank, len(fix.edits), fix))
        if any(rank == 0 for rank, _, _ in found):
            break
    if not found:
        return None
    rank, _, fix = min(found, key=lambda item: item[:2])
    return fix, rank == 0


def _fixes(finder: line_fixes.FixFinder, layout: FieldLines, stopped: int, opened: int) -> Iterator[FieldFix]:
    last = layout.line_at(stopped).number
    near = [line for line in layout.lines[max(0, last - NEAR + 1) : last + 1] if line.has_content]
    for line in dict.fromkeys([*reversed(near), layout.line_at(opened)]):
        yield from finder(layout, line)


def _rank(layout: FieldLines, fix: FieldFix, stopped: int) -> int | None:
    """0 if a fix lets the complete text be parsed, 1 if more than before, 2 if all up to the fix, else None."""
    text = _fixed_text(layout, fix.edits)
    end = _fault(text)
    if end is None:
        return 0
    grown = len(text) - (layout.region.end - layout.region.start)
    line = layout.line_at(max([fix.span.end, *(edit.span.end for edit in fix.edits)]))
    through = line.start + len(line.text) - layout.region.start
    if _fault(text[: through + grown]) is not None or _fault(_fixed_text(layout, ())[:through]) is None:
        return None
    return 1 if end > stopped - layout.region.start + grown else 2


def parses_without_unseen(layout: FieldLines) -> bool:
    """True when the fields can be parsed without the characters that YAML refuses."""
    text = layout.source.slice(layout.region)
    return bool(NOT_TEXT.search(text)) and _fault(NOT_TEXT.sub("", text)) is None


def _fixed_text(layout: FieldLines, edits: tuple[Edit, ...]) -> str:
    """The text of the lines after some edits."""
    region = layout.region
    return apply(layout.source.slice(region), (_moved(edit, region.start) for edit in edits))


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(Span(edit.span.path, edit.span.start - by, edit.span.end - by), edit.text)


def _fault(text: str) -> int | None:
    """The offset where the parsing of a text as fields or a list stops; None if it reaches the end."""
    tree, problems = read_data_file(Source("", text), Limits())
    fatal = next((problem for problem in problems if problem.kind == "invalid-yaml"), None)
    if fatal:
        return fatal.span.start
    return None if problems or isinstance(tree, Mapping | Sequence) else 0


def _with_fixed_lines(layout: FieldLines, fix: FieldFix, *, certain: bool) -> FieldFix:
    """A fix with the fixed lines in its help."""
    source = layout.source
    at = source.line_index(fix.span.start)
    touched = [at, *(source.line_index(edit.span.start) for edit in fix.edits)]
    first, last = min(touched), max(touched)
    if last - first >= SHOWN:
        first = last = at if at in touched[1:] else touched[1]
    start, end = source.line_span(first).start, source.line_span(last).end
    inside = [_moved(edit, start) for edit in fix.edits if start <= edit.span.start <= end]
    lines = "\n".join(map(_cut, LINE_ENDING.split(apply(source.text[start:end], inside))))
    return fix._replace(help=f"{fix.help}:\n{lines}", certain=certain)


def _cut(line: str) -> str:
    return line if len(line) <= ROOM else f"{line[: ROOM - 40]} … {line[-36:]}"


def _unclosed_front_matter(layout: FieldLines, last: int) -> FieldFix | None:
    """Front matter whose last line `---` is missing, so that the text of the page follows its fields."""
    for index in range(1, last + 1):
        line, above = layout.lines[index], layout.lines[index - 1]
        heading = line.text.startswith("## ")
        prose = not above.text.strip() and not line.indent and len(line.text.split()) >= 3
        if not (heading or prose) or line.field or line.is_item or line.text.startswith("# "):
            continue
        following = layout.lines[index : last + 1]
        if any((match := other.field) and match["name"] in layout.known for other in following):
            return None
        if _fault(_fixed_text(layout, ())[: line.start - layout.region.start]) is not None:
            return None
        newline = layout.source.newline
        edit = line.edit(0, 0, f"---{newline}{newline}")
        message = "the text of the page begins here, but no line `---` ends the fields above it"
        remedy = "\n".join(["write a line `---` above it:", "---", _cut(line.text)])
        return FieldFix(line.span(0, len(line.text)), message, remedy, (edit,), certain=True)
    return None
