"""Changes of single values in the files of a bundle: JSON, tables, pages, texts, and files as a whole."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
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


# Makes the bytes of a changed file, or None for a file removed. Most forgeries are never looked at.
Make = Callable[[], bytes | None]


def forgeries(files: Mapping[str, bytes]) -> Iterator[Forgery]:
    """Every forgery of a bundle."""
    return (Forgery(path, kind, make()) for path, kind, make in _all(files))


def of_each_kind(
    files: Mapping[str, bytes], wanted: Callable[[str, str], bool] = lambda path, kind: True
) -> list[Forgery]:
    """The first forgery of each kind that changes something; of those wanted, told by path and kind."""
    found: dict[str, Forgery] = {}
    for path, kind, make in _all(files):
        if kind not in found and wanted(path, kind) and (data := make()) != files.get(path):
            found[kind] = Forgery(path, kind, data)
    return list(found.values())


def file_of(forgery: Forgery) -> str:
    """The kind of file that is forged."""
    return forgery.kind.split()[0]


def change_of(forgery: Forgery) -> tuple[str, str]:
    """The format of the file, and what is done to it: to any text, any attribute, any key or any column."""
    name, _, rest = forgery.kind.partition(" ")
    suffix = name.rpartition(".")[2]
    return suffix, rest.partition("<")[0] if suffix == "html" else rest.rpartition(" ")[2]


def _all(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, Make]]:
    for path, data in sorted(files.items()):
        if path == "SHA256SUMS":
            continue
        name = NAMES.sub("*", path)
        yield from ((path, f"{name} {kind}", make) for kind, make in _changes(path, data))
        if path != "manifest.json":
            yield path, f"{name} removed", lambda: None
    for folder in sorted({path.rpartition("/")[0] for path in files if "/" in path}):
        for added in ("more.html", "more.json", "more.txt", "more.csv"):
            yield f"{folder}/{added}", f"{folder.split('/')[0]}: another file {added}", lambda: b"x"


def _changes(path: str, data: bytes) -> Iterator[tuple[str, Make]]:
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


def _byte(data: bytes) -> Iterator[tuple[str, Make]]:
    half = len(data) // 2
    yield "a byte", lambda: data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]


def _json(data: bytes, indent: int | None = None) -> Iterator[tuple[str, Callable[[], bytes]]]:
    document = json.loads(data)
    leaves = list(_leaves(document))
    values: dict[str, list[Any]] = defaultdict(list)
    for kind, holder, key in leaves:
        values[kind].append(holder[key])
    separators = None if indent else (",", ":")

    def made(holder: Any, key: Any, new: Any) -> bytes:
        old, holder[key] = holder[key], new
        text = json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)
        holder[key] = old
        return f"{text}\n".encode()

    for kind, holder, key in leaves:
        old = holder[key]
        other = next((value for value in values[kind] if value != old), None)
        for how, new in (("changed", _changed(old)), *((("exchanged", other),) if other is not None else ())):
            yield f"{kind} {how}", partial(made, holder, key, new)


def _json_lines(data: bytes) -> Iterator[tuple[str, Make]]:
    lines = data.splitlines(keepends=True)

    def made(number: int, make: Callable[[], bytes]) -> bytes:
        return b"".join([*lines[:number], make(), *lines[number + 1 :]])

    for number, line in enumerate(lines):
        label = json.loads(line).get("labels") or json.loads(line).get("label") or ""
        for kind, make in _json(line):
            yield f"{label}{kind}", partial(made, number, make)


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


def _cells(data: bytes) -> Iterator[tuple[str, Make]]:
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    header, *rows = csv.reader(io.StringIO(data.decode().removeprefix(mark), newline=""))

    def made(number: int, column: int, new: str) -> bytes:
        row = rows[number]
        changed = [*rows[:number], [*row[:column], new, *row[column + 1 :]], *rows[number + 1 :]]
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows([header, *changed])
        return (mark + text.getvalue()).encode()

    for number, row in enumerate(rows):
        for column, name in enumerate(header):
            others = [other[column] for other in rows if other[column] != row[column]]
            for how, new in (("changed", _other_word(row[column])), *(("exchanged", other) for other in others[:1])):
                yield f"{name} {how}", partial(made, number, column, new)


def _page(html: str) -> Iterator[tuple[str, Make]]:
    def made(start: int, end: int, new: str) -> bytes:
        return (html[:start] + new + html[end:]).encode()

    for found in SHOWN.finditer(html):
        before = html[: found.start()].rpartition("<")[2].split()[0].rstrip(">")
        yield f"text after <{before}>", partial(made, *found.span(), _other_word(found[0]))
    for found in ATTRIBUTE.finditer(html):
        tag = html[: found.start()].rpartition("<")[2].split()[0]
        yield f"<{tag} {found[1]}>", partial(made, *found.span(2), _other_word(found[2]))
    for name, words in SCRIPTS.items():
        for place in PLACES:
            yield f"{name} before {place}", html.replace(place, words + place, 1).encode


def _words(text: str) -> Iterator[tuple[str, Make]]:
    lines = text.splitlines(keepends=True)

    def made(number: int, new: str) -> bytes:
        return "".join([*lines[:number], new, *lines[number + 1 :]]).encode()

    for number, line in enumerate(lines):
        words = list(WORD.finditer(line))
        for word in {words[0].span(): words[0], words[-1].span(): words[-1]}.values() if words else ():
            yield "a word", partial(made, number, f"{line[: word.start()]}{word[0]}x{line[word.end() :]}")
        yield "a line less", partial(made, number, "")
