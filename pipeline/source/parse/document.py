"""Bytes in, a `Document` out: total, never raises for what a file holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.source.parse.blocks import Body, build_body
from pipeline.source.parse.ignores import Ignore, body_ignores, yaml_ignores
from pipeline.source.parse.limits import Limits
from pipeline.source.parse.markdown import LinkResolver, render, tokenize
from pipeline.source.parse.problem import Problem
from pipeline.source.parse.yaml_events import read_data_file, read_front_matter
from pipeline.source.parse.yaml_tree import Node
from pipeline.source.text import BOM, Source, Span

# A byte that is not UTF-8 (decoded as a lone surrogate), or NUL.
NOT_UTF8 = re.compile(r"[\x00\ud800-\udfff]")
# git's conflict markers at the start of a line; `=======` alone could underline a heading.
CONFLICT_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
# A bracket, an escaped character, or the empty line between two paragraphs.
BRACKETS = re.compile(r"[\[\]]|\\.|(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
# A line that opens or closes front matter.
FENCE = re.compile(r"---[ \t]*")


@dataclass(frozen=True)
class Document:
    """What parsing gives for every file, even rubbish.

    `front` is the YAML tree (of a page's front matter, or of a whole data file), `body` the Markdown
    below it. When `readable` is false one fatal problem stands in `problems` and both are None.
    """

    source: Source
    problems: tuple[Problem, ...] = ()
    front: Node | None = None
    front_span: Span | None = None  # the YAML text of a page between its fences
    body: Body | None = None
    readable: bool = True
    ignores: tuple[Ignore, ...] = ()

    @property
    def path(self) -> str:
        """The file's path, relative to the root."""
        return self.source.path

    def noted(self, kind: str) -> Iterator[Problem]:
        """The problems of one kind, in order."""
        return (problem for problem in self.problems if problem.kind == kind)

    def written(self, start: int, end: int) -> str:
        """The text between two offsets without the lines of ignore comments, which reach no output."""
        parts, done = [], start
        for ignore in self.ignores:
            line = self.source.line_index(ignore.span.start)
            begin = self.source.line_starts[line]
            if start <= begin < end:
                parts.append(self.source.text[done:begin])
                following = line + 1 < len(self.source.line_starts)
                done = min(end, self.source.line_starts[line + 1] if following else end)
        return "".join([*parts, self.source.text[done:end]])

    def html(self, first: int, last: int, resolve: LinkResolver) -> str:
        """HTML of a range of the body's tokens."""
        return render(self.body.tokens[first:last], resolve) if self.body else ""


def parse_page(source: Source, limits: Limits) -> Document:
    """Parse a strategy page: front matter and Markdown body."""
    if fatal := _fatal_problem(source, limits.file_size):
        return Document(source, (fatal,), readable=False)
    front_span, body_line = _front_matter(source)
    if isinstance(front_span, Problem):
        return Document(source, (front_span,), readable=False)
    if front_span.end - front_span.start > limits.front_matter_size:
        data = {"what": "front matter", "limit": str(limits.front_matter_size)}
        return Document(source, (Problem("over-limit", source.line_span(0), data),), readable=False)
    front, problems = read_front_matter(source, front_span, limits)
    if any(problem.kind != "duplicate-key" for problem in problems):
        return Document(source, (problems[-1],), front_span=front_span, readable=False)
    bracket = _deep_bracket(source, body_line, limits.markdown_depth)
    body, comments = (None, []) if bracket else _parse_body(source, body_line)
    if body is None or body.depth > limits.markdown_depth:
        first = source.line_span(min(body_line, len(source.line_starts) - 1))
        place = bracket or (body.deepest if body and body.deepest else first)
        problems.append(Problem("nested-too-deep", place, {"limit": str(limits.markdown_depth)}))
    ignores = (*yaml_ignores(source, front_span, front), *body_ignores(source, comments))
    return Document(source, tuple(problems), front, front_span, body or build_body(source, ()), ignores=ignores)


def parse_data(source: Source, limits: Limits) -> Document:
    """Parse a YAML data file: vocabulary, page policy, `library.yaml`."""
    if fatal := _fatal_problem(source, limits.data_file_size):
        return Document(source, (fatal,), readable=False)
    front, problems = read_data_file(source, limits)
    if any(problem.kind != "duplicate-key" for problem in problems):
        return Document(source, (problems[-1],), readable=False)
    whole = source.span(0, len(source.text))
    return Document(source, tuple(problems), front, ignores=tuple(yaml_ignores(source, whole, front)))


def _fatal_problem(source: Source, limit: int) -> Problem | None:
    """Find what makes reading any further pointless."""
    text = source.text
    if bad := NOT_UTF8.search(text):
        what = "nul" if bad.group() == "\x00" else "encoding"
        byte = "" if what == "nul" else f"{ord(bad.group()) - 0xDC00:02X}"
        return Problem("unreadable-file", source.span(*bad.span()), {"what": what, "byte": byte})
    if len(text) > limit:
        return Problem("over-limit", source.line_span(0), {"what": "file", "limit": str(limit)})
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (marker := CONFLICT_MARKER.search(text)):
        start, end = marker.span()
        return Problem("merge-conflict-marker", source.span(start, start + len(text[start:end].rstrip("\r"))))
    return None


def _front_matter(source: Source) -> tuple[Span | Problem, int]:
    """Give the span of the YAML between the fences and the index of the line after them."""
    starts = source.line_starts
    first = source.slice(source.line_span(0))
    if not FENCE.fullmatch(first):
        return Problem("missing-front-matter", source.line_span(0), {"what": "open"}), 0
    for index in range(1, len(starts)):
        begin = starts[index]
        if source.text.startswith("---", begin) and FENCE.fullmatch(source.slice(source.line_span(index))):
            return source.span(starts[1], begin), index + 1
    return Problem("missing-front-matter", source.line_span(0), {"what": "close"}), 0


def _deep_bracket(source: Source, first_line: int, limit: int) -> Span | None:
    """The first bracket that opens deeper than a limit within a paragraph, or None.

    markdown-it tries each open bracket as a link: a pile of 100,000 took it 12 seconds.
    """
    start = source.line_starts[first_line] if first_line < len(source.line_starts) else len(source.text)
    if source.text.count("[", start) <= limit:
        return None
    depth = 0
    for match in BRACKETS.finditer(source.text, start):
        found = match.group()
        if found == "[":
            depth += 1
            if depth > limit:
                return source.span(*match.span())
        elif found == "]":
            depth = max(0, depth - 1)
        elif found[0] != "\\":
            depth = 0  # an empty line ends the paragraph
    return None


def _parse_body(source: Source, first_line: int) -> tuple[Body | None, list[int]]:
    """Parse the Markdown below the front matter, whose lines become empty so that line numbers stay true.

    Gives the body (None when it is nested beyond reading) and the lines of ignore comments.
    """
    starts = source.line_starts
    text = source.text[starts[first_line] :] if first_line < len(starts) else ""
    try:
        read = tokenize("\n" * first_line + text.removeprefix(BOM if first_line == 0 else ""))
        return build_body(source, read.tokens, read.definitions), read.comments
    except RecursionError:  # brackets of images nested some hundred deep: markdown-it recurses without a limit
        return None, []
