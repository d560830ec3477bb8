"""Parser of pages and data files; no content of a file makes it raise."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.source.memoise import cached_property
from pipeline.source.parse.blocks import Body, build_body
from pipeline.source.parse.excess import find_excess
from pipeline.source.parse.ignores import Ignore, Ignored, body_ignores, yaml_ignores
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
    """The result of parsing a file, whatever it holds.

    `front` is the YAML tree (of a page's front matter, or of a complete data file), `body` the Markdown
    below it. If `readable` is false, `problems` is one fatal problem and both are None.
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

    @cached_property
    def ignored(self) -> Ignored:
        """The lines on which rules are ignored."""
        return Ignored(self.ignores)

    def noted(self, kind: str) -> Iterator[Problem]:
        """The problems of a kind, in order."""
        return (problem for problem in self.problems if problem.kind == kind)

    def written(self, start: int, end: int) -> str:
        """The text between two offsets, without the lines of ignore comments."""
        parts, copied = [], start
        first = bisect_left(self.ignores, start, key=lambda ignore: ignore.span.start)
        for ignore in self.ignores[first:]:
            line = self.source.line_index(ignore.span.start)
            begin = self.source.line_starts[line]
            if begin >= end:
                break
            if begin >= start:
                parts.append(self.source.text[copied:begin])
                following = line + 1 < len(self.source.line_starts)
                copied = min(end, self.source.line_starts[line + 1] if following else end)
        return "".join([*parts, self.source.text[copied:end]])

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
        size = front_span.end - front_span.start
        data = {"what": "front matter", "found": str(size), "limit": str(limits.front_matter_size)}
        return Document(source, (Problem("over-limit", source.line_span(0), data),), readable=False)
    front, problems = read_front_matter(source, front_span, limits)
    if any(problem.kind != "duplicate-key" for problem in problems):
        return Document(source, (problems[-1],), front_span=front_span, readable=False)
    bracket = _deep_bracket(source, body_line, limits.markdown_depth)
    body, comments = (None, []) if bracket else _parse_body(source, body_line)
    if body is None or body.depth > limits.markdown_depth:
        first = source.line_span(min(body_line, len(source.line_starts) - 1))
        span = bracket or (body.deepest if body and body.deepest else first)
        problems.append(Problem("nested-too-deep", span, {"limit": str(limits.markdown_depth)}))
    if body and (excess := find_excess(source, body, limits)):
        return Document(source, (excess,), front_span=front_span, readable=False)
    ignores = (*yaml_ignores(source, front_span, front), *body_ignores(source, comments))
    return Document(source, tuple(problems), front, front_span, body or build_body(source, ()), ignores=ignores)


def parse_data(source: Source, limits: Limits) -> Document:
    """Parse a YAML data file: vocabulary, page policy, `library.yaml`."""
    if fatal := _fatal_problem(source, limits.data_file_size):
        return Document(source, (fatal,), readable=False)
    front, problems = read_data_file(source, limits)
    if any(problem.kind != "duplicate-key" for problem in problems):
        return Document(source, (problems[-1],), readable=False)
    text_span = source.span(0, len(source.text))
    return Document(source, tuple(problems), front, ignores=tuple(yaml_ignores(source, text_span, front)))


def _fatal_problem(source: Source, limit: int) -> Problem | None:
    """The problem for which a file is not parsed, if there is one."""
    text = source.text
    if bad := NOT_UTF8.search(text):
        what = "nul" if bad.group() == "\x00" else "encoding"
        byte = "" if what == "nul" else f"{ord(bad.group()) - 0xDC00:02X}"
        return Problem("unreadable-file", source.span(*bad.span()), {"what": what, "byte": byte})
    if len(text) > limit:
        return Problem(
            "over-limit", source.line_span(0), {"what": "file", "found": str(len(text)), "limit": str(limit)}
        )
    if ("<<<<<<<" in text or ">>>>>>>" in text) and (marker := CONFLICT_MARKER.search(text)):
        start, end = marker.span()
        return Problem("merge-conflict-marker", source.span(start, start + len(text[start:end].rstrip("\r"))))
    return None


def _front_matter(source: Source) -> tuple[Span | Problem, int]:
    """The span of the YAML between the fences (or the problem with them), and the index of the line after them."""
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
    """The first bracket in a paragraph with more open brackets before it than the limit, or None.

    markdown-it tries each open bracket as a link, which takes quadratic time.
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
    """Parse the Markdown below the front matter, and return the body and the lines of ignore comments.

    The lines of the front matter become empty, so that line numbers are those of the file. The body is None if it is
    nested too deep.
    """
    starts = source.line_starts
    text = source.text[starts[first_line] :] if first_line < len(starts) else ""
    try:
        parsed = tokenize("\n" * first_line + text.removeprefix(BOM if first_line == 0 else ""))
        return build_body(source, parsed.tokens, parsed.definitions), parsed.comments
    except RecursionError:  # markdown-it's recursion for nested images has no limit
        return None, []
