"""Changes of single values in the files of a bundle: JSON, tables, pages, texts, and files as a whole."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

# A text between two tags, and the value of an attribute.
SHOWN = re.compile(r"(?<=>)[^<>]*[^\s<>][^<>]*(?=<)")
ATTRIBUTE = re.compile(r'(?<= )([a-z:-]+)="([^"]*)"')
# A word, and what differs between the paths of files of one kind.
WORD = re.compile(r"[^\W_]+")
NAMES = re.compile(
    r"[a-z0-9]+(?:-[a-z0-9]+)*(?=/index\.(?:html|md|html\.md)$|\.json$)|[0-9a-f]{10}(?=\.(?:css|js|svg)$)|[a-z]+_[0-9a-f]+"
)
SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script from elsewhere": '<script src="https://example.org/x.js"></script>',
    "frame": '<iframe src="https://example.org/"></iframe>',
    "style": "<style>.note{display:none}</style>",
    "styled text": '<p style="color:red">x</p>',
    "handler": "<p onclick=alert(1)>x</p>",
    "hidden in a comment": "<!--><img src=x onerror=alert(1)>-->",
    "refresh": '<meta http-equiv="refresh" content="0; url=https://example.org/">',
    "word": "<p>More</p>",
}
# Kinds that nothing else in a bundle contradicts: see docs/consuming.md.
ONE_PLACE = frozenset({"html/images/circle.png a byte"})
# Where something is put into a page: before this tag.
PLACES = ("</head>", "</main>", "</body>")


class Forgery(NamedTuple):
    """A file with one value changed, or None for one removed; `kind` is shared by values of one meaning."""

    path: str
    kind: str
    data: bytes | None


def forgeries(files: Mapping[str, bytes]) -> Iterator[Forgery]:
    """Every forgery of a bundle."""
    for path, data in sorted(files.items()):
        if path == "SHA256SUMS":
            continue
        name = NAMES.sub("*", path)
        yield from (Forgery(path, f"{name} {kind}", changed) for kind, changed in _changes(path, data))
        if path != "manifest.json":
            yield Forgery(path, f"{name} removed", None)
    for folder in sorted({path.rpartition("/")[0] for path in files if "/" in path}):
        for added in ("more.html", "more.json", "more.txt", "more.csv"):
            yield Forgery(f"{folder}/{added}", f"{folder.split('/')[0]}: another file {added}", b"x")


def _changes(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if path.startswith("schemas/"):
        yield from _byte(data)
        return
    match path.rpartition(".")[2]:
        case "json" | "jsonld":
            yield from _json(data, indent=2)
        case "jsonl":
            yield from _json_lines(data)
        case "csv":
            yield from _cells(data)
        case "html":
            yield from _page(data.decode())
        case "md" | "txt" | "atom" | "xml" | "bib" | "ris":
            yield from _words(data.decode())
        case _:
            yield from _byte(data)


def _byte(data: bytes) -> Iterator[tuple[str, bytes]]:
    half = len(data) // 2
    yield "a byte", data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]


def _json(data: bytes, indent: int | None = None) -> Iterator[tuple[str, bytes]]:
    document = json.loads(data)
    leaves = list(_leaves(document))
    values: dict[str, list[Any]] = defaultdict(list)
    for kind, holder, key in leaves:
        values[kind].append(holder[key])
    for kind, holder, key in leaves:
        old = holder[key]
        other = next((value for value in values[kind] if value != old), None)
        for how, new in (("changed", _changed(old)), *((("exchanged", other),) if other is not None else ())):
            holder[key] = new
            separators = None if indent else (",", ":")
            text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
            yield f"{kind} {how}", f"{text}\n".encode()
        holder[key] = old


def _json_lines(data: bytes) -> Iterator[tuple[str, bytes]]:
    lines = data.splitlines(keepends=True)
    for number, line in enumerate(lines):
        label = json.loads(line).get("labels") or json.loads(line).get("label") or ""
        for kind, changed in _json(line):
            yield f"{label}{kind}", b"".join([*lines[:number], changed, *lines[number + 1 :]])


def _leaves(value: Any, kind: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every value that holds no others, by the object or list it is in and its key there."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        inside = f"{kind}.{key}" if isinstance(value, dict) else f"{kind}[]"
        if isinstance(value[key], dict | list) and value[key]:
            yield from _leaves(value[key], inside)
        else:
            yield inside, value, key


def _changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return ["x"]
    return _other_word(value) if value else "x"


def _other_word(text: str) -> str:
    """A text with another last word; a number stays one."""
    words = list(WORD.finditer(text))
    if not words:
        return text + "x"
    last = words[-1]
    new = str(int(last[0]) - 1 if int(last[0]) > 1 else 2).zfill(len(last[0])) if last[0].isdecimal() else f"{last[0]}x"
    return text[: last.start()] + new + text[last.end() :]


def _cells(data: bytes) -> Iterator[tuple[str, bytes]]:
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    header, *rows = csv.reader(io.StringIO(data.decode().removeprefix(mark), newline=""))
    for number, row in enumerate(rows):
        for column, name in enumerate(header):
            others = [other[column] for other in rows if other[column] != row[column]]
            for how, new in (("changed", _other_word(row[column])), *(("exchanged", other) for other in others[:1])):
                changed = [*rows[:number], [*row[:column], new, *row[column + 1 :]], *rows[number + 1 :]]
                text = io.StringIO(newline="")
                csv.writer(text, lineterminator="\r\n").writerows([header, *changed])
                yield f"{name} {how}", (mark + text.getvalue()).encode()


def _page(html: str) -> Iterator[tuple[str, bytes]]:
    for found in SHOWN.finditer(html):
        before = html[: found.start()].rpartition("<")[2].split()[0].rstrip(">")
        yield f"text after <{before}>", (html[: found.start()] + _other_word(found[0]) + html[found.end() :]).encode()
    for found in ATTRIBUTE.finditer(html):
        tag = html[: found.start()].rpartition("<")[2].split()[0]
        start, end = found.span(2)
        yield f"<{tag} {found[1]}>", (html[:start] + _other_word(found[2]) + html[end:]).encode()
    for name, words in SCRIPTS.items():
        for place in PLACES:
            yield f"{name} before {place}", html.replace(place, words + place, 1).encode()


def _words(text: str) -> Iterator[tuple[str, bytes]]:
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        words = list(WORD.finditer(line))
        for word in {words[0].span(): words[0], words[-1].span(): words[-1]}.values() if words else ():
            changed = line[: word.start()] + f"{word[0]}x" + line[word.end() :]
            yield "a word", "".join([*lines[:number], changed, *lines[number + 1 :]]).encode()
        yield "a line less", "".join([*lines[:number], *lines[number + 1 :]]).encode()
