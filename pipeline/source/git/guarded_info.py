"""`content/library.yaml` of a change, with the fields that say how the library is checked and shown as they were."""

from textwrap import indent

from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Limits, parse_data
from pipeline.source.parse.yaml_tree import Mapping, to_plain
from pipeline.source.paths import INFO_PATH
from pipeline.source.text import Source

# What pages may load and run, the languages by whose rules texts are read, and what readers are told of sections.
GUARDED_FIELDS = ("language", "languages", "csp", "analytics", "notes")
# A library has to have it.
NEEDED = "language"
UNUSUAL = f"--policy-from needs {INFO_PATH} with each field on a line of its own, without braces and `?`"


def with_guarded_fields(after: bytes, before: bytes, limits: Limits) -> bytes:
    """The text after a change with the guarded fields that it had before. All other lines stay where they are.

    What these limits do not let through is not read by a check, either, and stays as it is.
    """
    source, former = Source.decode(INFO_PATH, after), Source.decode(INFO_PATH, before)
    now, then = _fields(source, limits), _fields(former, limits)
    if now is None:
        return after  # it cannot be read, which is an error
    changed = [name for name in GUARDED_FIELDS if field_of(now, name) != (then and field_of(then, name))]
    changed = [name for name in changed if name != NEEDED or (then and then.get(name))]
    if not changed:
        return after
    if source.text[now.span.start : now.span.start + 1] == "{" or (then and former.text[then.span.start] == "{"):
        raise EnvironmentFault(UNUSUAL)
    lines = _written_lines(source)
    for name in changed:
        for index in _lines(source, now, name):
            lines[index] = lines[index][len(lines[index].rstrip("\r\n")) :]
    column = " " * _column(source, now)
    blocks = [_block(former, then, name) for name in changed] if then else []
    text = "".join(lines)
    joined = "".join(indent(block, column) for block in blocks)
    text = f"{text}\n{joined}" if joined and not text.endswith("\n") else text + joined
    made = _fields(Source(INFO_PATH, text), limits)
    if made is None or any(field_of(made, name) != (then and field_of(then, name)) for name in changed):
        raise EnvironmentFault(UNUSUAL)  # a stranger may write it so that what is added has another meaning
    return text.encode("utf-8", "surrogateescape")


def field_of(fields: Mapping, name: str) -> object:
    """A field as plain data; None if it is missing."""
    value = fields.get(name)
    return to_plain(value) if value else None


def _fields(source: Source, limits: Limits) -> Mapping | None:
    front = parse_data(source, limits).front
    return front if isinstance(front, Mapping) else None


def _lines(source: Source, fields: Mapping, name: str) -> range:
    """The indices of the lines of a field, up to the next one."""
    starts = [source.line_index(key.span.start) for key, _ in fields.pairs]
    names = [key.text for key, _ in fields.pairs]
    if name not in names:
        return range(0)
    number = names.index(name)
    return range(starts[number], [*starts, len(source.line_starts)][number + 1])


def _written_lines(source: Source) -> list[str]:
    """The lines with their ends; other characters that Python takes for ends of lines are none."""
    starts = source.line_starts
    return [source.text[start:end] for start, end in zip(starts, [*starts[1:], len(source.text)], strict=True)]


def _column(source: Source, fields: Mapping) -> int:
    start = fields.pairs[0][0].span.start if fields.pairs else 0
    return start - source.line_starts[source.line_index(start)]


def _block(source: Source, fields: Mapping, name: str) -> str:
    """The lines of a field, without the space before it."""
    lines, column = _written_lines(source), _column(source, fields)
    block = "".join(
        lines[index][column:] if lines[index].strip() else lines[index] for index in _lines(source, fields, name)
    )
    return block if not block or block.endswith("\n") else f"{block}\n"
