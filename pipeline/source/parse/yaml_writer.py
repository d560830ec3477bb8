"""Writes plain data as YAML that people go on editing."""

import re
from collections.abc import Iterable, Mapping

import yaml

from pipeline.source.parse.yaml_tree import ABSENT

# No line is broken: a text of a person stays on one line.
WIDTH = 1_000_000
QUOTES = ("'", '"')
LINE_BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")
# A text that needs no quotation marks anywhere; most are like this, and PyYAML takes long to say so.
SURELY_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9._-])?")
# A character such as an emoji, which PyYAML writes as a number between double quotation marks, or another escape.
WRITTEN_IN_HEX = re.compile(r"\\(?:U([0-9A-F]{8})|.)")


class _Indented(yaml.SafeDumper):
    """Indents lists below their key, and writes those of texts in brackets, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _list_node(dumper: yaml.SafeDumper, items: list[object]) -> yaml.Node:
    in_brackets = all(isinstance(item, str) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=in_brackets)


_Indented.add_representer(list, _list_node)


class _TextDumper(yaml.SafeDumper):
    """Knows texts only, as our reader does: a date or number needs no quotation marks, a text like `null` does."""


_TextDumper.yaml_implicit_resolvers = {}


def yaml_text(value: object) -> str:
    """Mappings and lists as YAML, one item a line but for lists of texts."""
    return str(yaml.dump(value, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=WIDTH))


def scalar(text: str, quote: str = "", *, in_list: bool = False) -> str:
    """A text as a value on one line, in quotation marks if it needs them.

    `quote` are those of the value that it replaces; it gets them if they can hold it. In a list in brackets fewer texts
    can do without.
    """
    plain = text if SURELY_PLAIN.fullmatch(text) else _dumped(text, None, in_list=in_list)
    if not quote and text not in ABSENT and not plain.startswith(QUOTES):
        return plain
    escapes = len(text.splitlines()) > 1 or text.endswith(LINE_BREAKS)
    hard = '"' in text or "\\" in text
    if quote == "'" or (hard and not quote and "'" not in text):
        held = _dumped(text, "'", in_list=in_list)
        if held.startswith("'") and not escapes:
            return held
    return WRITTEN_IN_HEX.sub(_character, _dumped(text, '"', in_list=in_list))


def bracketed(texts: Iterable[str]) -> str:
    """A list of texts as a value on one line."""
    return f"[{', '.join(scalar(text, in_list=True) for text in texts)}]"


def braced(fields: Mapping[str, object]) -> str:
    """Fields as a value on one line; values are texts, or fields in turn."""
    pairs = (
        f"{scalar(name, in_list=True)}: "
        + (braced(value) if isinstance(value, Mapping) else scalar(str(value), in_list=True))
        for name, value in fields.items()
    )
    return "{" + ", ".join(pairs) + "}"


def yaml_value(value: str | Iterable[str]) -> str:
    """A text, or a list of texts, as a value on one line."""
    return scalar(value) if isinstance(value, str) else bracketed(value)


def _character(match: re.Match[str]) -> str:
    """A character that people can read in place of its number; other escapes as they are."""
    character = chr(int(match[1], 16)) if match[1] else ""
    return character if character.isprintable() and character else match.group()


def _dumped(text: str, style: str | None, *, in_list: bool) -> str:
    value = [text] if in_list else text
    written = str(
        yaml.dump(
            value, Dumper=_TextDumper, allow_unicode=True, width=WIDTH, default_style=style, default_flow_style=True
        )
    )
    return written[1:-2] if in_list else written.removesuffix("\n").removesuffix("\n...")
