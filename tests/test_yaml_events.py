"""YAML as written: every key and value with its exact place, nothing guessed, nothing that could explode."""

from __future__ import annotations

import re
import sys
import time

import pytest
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.source.parse import Limits, Problem, parse_data
from pipeline.source.parse.yaml_events import NOT_TEXT, read_data_file, read_front_matter
from pipeline.source.parse.yaml_tree import Mapping, Node, Plain, Scalar, Sequence, scalars, to_plain
from pipeline.source.parse.yaml_writer import SURELY_PLAIN, _dumped
from pipeline.source.text import BOM, Source

# What YAML calls printable, but for what it takes for a line break and CommonMark does not.
TEXT = re.compile("[\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
PATH = "content/vocabulary/factors.yaml"
LIMITS = Limits()


def read(text: str, limits: Limits = LIMITS) -> tuple[Node | None, list[Problem]]:
    return read_data_file(Source(PATH, text), limits)


def tree(text: str) -> Node:
    """The tree of a text that has no fault."""
    node, problems = read(text)
    assert not problems
    assert node is not None
    return node


def value(text: str, key: str = "key") -> Scalar:
    """The single value of a key."""
    node = tree(text)
    assert isinstance(node, Mapping)
    found = node.get(key)
    assert isinstance(found, Scalar)
    return found


def written(text: str, node: Node) -> str:
    """What stands in the file at the place of a node."""
    return text[node.span.start : node.span.end]


def refusal(text: str, limits: Limits = LIMITS) -> tuple[str, str, str]:
    """Kind, reason and place (as text) of the one problem that stops the reading."""
    node, problems = read(text, limits)
    assert node is None
    (problem,) = problems
    return problem.kind, problem.data["what"], text[problem.span.start : problem.span.end]


# --- places: (file, value as it reads, value as it is written, found letter by letter) ---

STYLES = {
    "plain": ("key: Warm words\n", "Warm words", "Warm words", True),
    "plain with blanks around": ("key:   Warm words  \t\n", "Warm words", "Warm words", True),
    "plain before a comment": ("key: Warm words  # why\n", "Warm words", "Warm words", True),
    "plain with a colon and a hash": ("key: a:b#c\n", "a:b#c", "a:b#c", True),
    "plain of several lines": ("key: Warm\n  and steady\n\n  words\nnext: x\n", "Warm and steady\nwords", None, False),
    "single quotes": ("key: 'Warm: words'\n", "Warm: words", "'Warm: words'", True),
    "single quotes with quotes inside": ("key: 'it''s \"warm\"'\n", 'it\'s "warm"', "'it''s \"warm\"'", False),
    "double quotes": ('key: "Warm: words" # why\n', "Warm: words", '"Warm: words"', True),
    "double quotes with escapes": ('key: "say \\"hi\\"\\t\\u00e9"\n', 'say "hi"\té', '"say \\"hi\\"\\t\\u00e9"', False),
    "double quotes of several lines": ('key: "Warm\n  words"\nnext: x\n', "Warm words", '"Warm\n  words"', False),
    "literal": ("key: |\n  Warm\n  words\n\n\nnext: x\n", "Warm\nwords\n", "|\n  Warm\n  words", False),
    "folded": ("key: >-\n  Warm\n  words\n\nnext: x\n", "Warm words", ">-\n  Warm\n  words", False),
    "literal with an indent of its own": ("key: |2-\n    Warm\n", "  Warm", "|2-\n    Warm", False),
    "literal at the end": ("key: |\n  Warm", "Warm", "|\n  Warm", False),
    "in brackets": ("list: [a, Warm words , b]\n", "Warm words", "Warm words", True),
    "in brackets with quotes": ("list: [a, 'Warm, words', b]\n", "Warm, words", "'Warm, words'", True),
    "in braces": ("{key: Warm words, next: x}\n", "Warm words", "Warm words", True),
    "item": ("list:\n  - a\n  -   Warm words\n", "Warm words", "Warm words", True),
    "item at the margin": ("list:\n- a\n- Warm words # why\n", "Warm words", "Warm words", True),
    "item of a list in a list": ("- - a\n  - Warm words\n", "Warm words", "Warm words", True),
}


def test_all_characters_are_text_but_those_listed() -> None:
    every = list(map(chr, range(sys.maxunicode + 1)))
    assert [character for character in every if bool(TEXT.match(character)) is bool(NOT_TEXT.match(character))] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(
    "before", ["", "é: 👩🏽‍🏫 e\u0301\n", "# 🧑‍🤝‍🧑 a comment: [\n\n"], ids=["first", "emoji", "comment"]
)
@pytest.mark.parametrize(("text", "reads", "stands", "exact"), STYLES.values(), ids=STYLES)
def test_place_of_a_value(text: str, reads: str, stands: str | None, exact: bool, before: str, newline: str) -> None:
    """In every style, after characters of every width, with every line ending."""
    if before.startswith("é") and text[0] in "-{":
        before = f"# {before}"  # a field cannot stand above a list
    text = (before + text).replace("\n", newline)
    (found,) = [scalar for scalar in scalars(tree(text)) if scalar.text == reads]
    if stands is not None:
        assert written(text, found) == stands.replace("\n", newline)
    assert found.exact == exact
    assert found.plain == (text[found.span.start] not in "'\"|>")


@pytest.mark.parametrize(("text", "reads", "stands", "exact"), STYLES.values(), ids=STYLES)
def test_place_of_a_part(text: str, reads: str, stands: str | None, exact: bool) -> None:
    """A word is located exactly where its value stands letter by letter, and as the whole value elsewhere."""
    (found,) = [scalar for scalar in scalars(tree(text)) if scalar.text == reads]
    part = found.part(1, 3)
    assert text[part.start : part.end] == (reads[1:3] if exact else written(text, found))


def test_place_of_a_plain_value_of_several_lines() -> None:
    text = "key: Warm\r\n  and steady\r\n\r\n  words  # why\r\nnext: x\r\n"
    assert written(text, value(text)) == "Warm\r\n  and steady\r\n\r\n  words"


def test_places_of_keys() -> None:
    text = "one: 1\n'two': 2\n\"th\\u0072ee\": 3\nfour : 4\n👍: 5\nlong key of words: 6\n"
    node = tree(text)
    assert isinstance(node, Mapping)
    assert [(key.text, written(text, key)) for key, _ in node.pairs] == [
        ("one", "one"),
        ("two", "'two'"),
        ("three", '"th\\u0072ee"'),
        ("four", "four"),
        ("👍", "👍"),
        ("long key of words", "long key of words"),
    ]
    assert node.key("three") == node.pairs[2][0]
    assert node.key("five") is None


COLLECTIONS = {
    "flow list": ("key: [a, [b], {c: d}]  # why\nnext: x\n", "[a, [b], {c: d}]"),
    "flow list of several lines": ("key: [a,\n  b,\n]\nnext: x\n", "[a,\n  b,\n]"),
    "flow fields": ("key: {a: b, c}\nnext: x\n", "{a: b, c}"),
    "block list": ("key:\n  - a\n  - b\n\n\nnext: x\n", "- a\n  - b"),
    "block list at the margin": ("key:\n- a\n- b\nnext: x\n", "- a\n- b"),
    "block fields": ("key:\n  a: b\n  c: |\n    d\n\n\nnext: x\n", "a: b\n  c: |\n    d"),
    "block list at the end": ("key:\n  - a\n  - b", "- a\n  - b"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("text", "stands"), COLLECTIONS.values(), ids=COLLECTIONS)
def test_place_of_a_collection(text: str, stands: str, newline: str) -> None:
    """Blank lines after a block belong to nobody."""
    text, stands = text.replace("\n", newline), stands.replace("\n", newline)
    node = tree("🧑‍🏫: x".join(["", newline]) + text)
    assert isinstance(node, Mapping)
    found = node.get("key")
    assert found is not None
    assert written("🧑‍🏫: x".join(["", newline]) + text, found) == stands


def test_places_of_front_matter_are_those_of_the_file() -> None:
    text = f"{BOM}---\r\ntitle: Trust 👋\r\nfactors: [a, b]\r\n---\r\n\r\nBody\r\n"
    source = Source("page.md", text)
    span = source.span(text.index("title"), text.rindex("---"))
    node, problems = read_front_matter(source, span, LIMITS)
    assert not problems
    assert isinstance(node, Mapping)
    assert [source.slice(found.span) for found in scalars(node)] == ["Trust 👋", "a", "b"]
    assert [source.slice(key.span) for key, _ in node.pairs] == ["title", "factors"]


# --- characters that libyaml and people see differently ---


@pytest.mark.parametrize("text", ["id: a\nname: b\n", "- id: a\n  name: b\n- id: c\n"])
def test_byte_order_mark_is_no_part_of_the_text(text: str) -> None:
    marked = BOM + text
    node = tree(marked)
    assert to_plain(node) == to_plain(tree(text))
    assert [written(marked, found) for found in scalars(node)] == [
        written(text, found) for found in scalars(tree(text))
    ]


@pytest.mark.parametrize(
    "separator", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"], ids=lambda mark: f"U+{ord(mark):04X}"
)
def test_no_field_hides_behind_a_separator(separator: str) -> None:
    """libyaml ends a line at some of these; editors and CommonMark do not, so a reviewer would see no second field."""
    text = f"key: Warm{separator}status:published\nnext: x\n"
    node = tree(text)
    assert isinstance(node, Mapping)
    assert [key.text for key, _ in node.pairs] == ["key", "next"]
    assert written(text, value(text)) == f"Warm{separator}status:published"
    assert written(text, value(text, "next")) == "x"


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"], ids=lambda mark: f"U+{ord(mark):04X}")
def test_no_comment_ends_at_a_separator(separator: str) -> None:
    node = tree(f"key: a  # why{separator}status: published\n")
    assert to_plain(node) == {"key": "a"}


@pytest.mark.parametrize(
    "character", ["\x01", "\x07", "\x1b", "\x7f", "\x80", "\x9f", BOM, "\ufffe", "\uffff"], ids=ascii
)
def test_unreadable_character_moves_no_place(character: str) -> None:
    """libyaml would refuse the whole text; `invisible-characters` tells of it at its place."""
    text = f"key: a {character} b\nnext: x{character}y\nlast: z\n"
    assert written(text, value(text)) == f"a {character} b"
    assert written(text, value(text, "next")) == f"x{character}y"
    assert written(text, value(text, "last")) == "z"
    assert not value(text).exact


def test_combining_characters_count_as_code_points() -> None:
    text = "key: {e\u0301: a\u0308o, 👨‍👩‍👧‍👦: [🏴\U000e0067\U000e0062\U000e007f, z]}\n"
    assert [written(text, found) for found in scalars(tree(text))] == [
        "a\u0308o",
        "🏴\U000e0067\U000e0062\U000e007f",
        "z",
    ]


# --- what YAML 1.1 takes for something else stays text ---

TRAPS = ["no", "yes", "on", "off", "y", "N", "true", "False", "12:30", "1:2:3", "1.10", "1984", "007", "0x1F", "0o7"]
TRAPS += ["1e3", "1_000", ".5", ".inf", "-.INF", ".nan", "+1", "2026-11-23", "2026-11-23 10:00:00", "2026-02-30", "="]
TRAPS += ["NULL!", "nUll", "None", "nil", "-", "--", "a - b", "9" * 400]


@pytest.mark.parametrize("text", TRAPS, ids=lambda text: text[:20])
@pytest.mark.parametrize("shape", ["key: {}\n", "key: [{}]\n", "{}: value\n", "key: '{}'\n"])
def test_text_stays_text(text: str, shape: str) -> None:
    if text == "-" and "'" not in shape:
        return  # begins an item
    node = tree(shape.format(text))
    expected = {"key: {}\n": {"key": text}, "key: [{}]\n": {"key": [text]}, "{}: value\n": {text: "value"}}
    assert to_plain(node) == expected.get(shape, {"key": text})


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_absent(text: str) -> None:
    found = value(f"key: {text}\nnext: x\n")
    assert found.is_absent
    assert to_plain(tree(f"key: {text}\nlist: [{text or '~'}]\n")) == {"list": [None]}


@pytest.mark.parametrize("text", ["''", '""', "'~'", '"null"', "|\n  null", ">-\n  ~"])
def test_quotes_make_a_value_of_it(text: str) -> None:
    assert not value(f"key: {text}\n").is_absent


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\r\n# x\r\n", BOM])
def test_nothing_gives_no_tree_and_no_problem(text: str) -> None:
    assert read(text) == (None, [])


# --- refused ---

UNSUPPORTED = {
    "anchor": ("a: x\nb: &name Warm\n", "anchor", "&name Warm"),
    "anchor of a list": ("b: &name [x]\n", "anchor", "&name ["),
    "anchor of a key": ("&name b: x\n", "anchor", "&name b"),
    "alias": ("a: 🧑‍🏫\nb: *name\n", "alias", "*name"),
    "alias in a list": ("b: [x, *name]\n", "alias", "*name"),
    "alias as a key": ("*name : x\n", "alias", "*name"),
    "tag": ("b: !!int 5\n", "tag", "!!int 5"),
    "own tag": ("b: !Warm words\n", "tag", "!Warm words"),
    "bare tag": ("b: ! words\n", "tag", "! words"),
    "tag of a program": ("b: !!python/object/apply:os.system [ls]\n", "tag", "!!python/object/apply:os.system ["),
    "merge key": ("a: x\n<<: {b: c}\n", "merge", "<<"),
    "merge key in braces": ("a: {<<: b}\n", "merge", "<<"),
    "second document": ("a: b\n---\nc: d\n", "document", "---"),
    "directive": ("%YAML 1.1\n---\na: b\n", "directive", "%YAML 1.1\n---"),
    "tag directive": ("%TAG ! tag:example.org,2026:\n---\na: b\n", "directive", "%TAG ! tag:example.org,2026:\n---"),
    "list as a key": ("[a, b]: c\n", "key", "["),
    "fields as a key": ("a: {{ page.title }}\n", "key", "{"),
    "long form of a key": ("? - a\n: b\n", "key", ""),
}


@pytest.mark.parametrize(("text", "what", "stands"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_unsupported_is_refused_at_its_place(text: str, what: str, stands: str) -> None:
    assert refusal(text) == ("unsupported-yaml", what, stands)


def test_quoted_merge_key_is_an_ordinary_one() -> None:
    assert to_plain(tree("'<<': a\n")) == {"<<": "a"}


def test_long_form_of_an_ordinary_key_is_read() -> None:
    assert to_plain(tree("? a\n: b\n")) == {"a": "b"}


BOMBS = {
    "laughs": "a: &a [x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True)),
    "merge keys": "a: &a {k: v}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(20)),
    "anchor on nothing": "&a\n" * 3,
    "documents": "---\na: b\n" * 10_000,
    "lists in lists": "[" * 100_000,
    "lists in lists, closed": "[" * 50_000 + "]" * 50_000,
    "fields in fields": "{a: " * 50_000,
    "items in items": "- " * 50_000,
    "items in items, deeper": "".join(" " * n + "-\n" for n in range(500)),
    "keys in keys": "? " * 50_000,
    "values": "[" + "a, " * 100_000 + "]",
    "fields": "".join(f"k{n}: v\n" for n in range(100_000)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_bomb_is_refused_in_no_time(text: str) -> None:
    limits = LIMITS._replace(data_file_nodes=5_000)
    begin = time.process_time()
    node, problems = read(text, limits)
    assert time.process_time() - begin < 2
    assert node is None
    assert problems[-1].kind in ("over-limit", "unsupported-yaml", "invalid-yaml")


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_depth_is_counted_exactly(opening: str, closing: str) -> None:
    limits = LIMITS._replace(yaml_depth=5)
    text = "🧑‍🏫 x" if opening == "" else opening * 5 + "x" + closing * 5
    assert read(text, limits)[1] == []
    deeper = opening * 6 + "x" + closing * 6
    assert refusal(deeper, limits) == ("over-limit", "depth", opening[0])
    _, (problem,) = read(deeper, limits)
    assert problem.span.start == 5 * len(opening)
    assert problem.data["limit"] == "5"


def test_values_are_counted_exactly() -> None:
    limits = LIMITS._replace(data_file_nodes=4)
    assert read("[a, b, c]", limits)[1] == []
    _, (problem,) = read("[a, b, c, d]", limits)
    assert (problem.kind, problem.data["what"], problem.data["limit"]) == ("over-limit", "values", "4")
    assert problem.span.start == len("[a, b, c, ")


def test_front_matter_has_a_limit_of_its_own() -> None:
    limits = LIMITS._replace(yaml_nodes=3)
    source = Source("page.md", "a: [b, c]")
    assert read(source.text, limits)[1] == []
    _, (problem,) = read_front_matter(source, source.span(0, 9), limits)
    assert problem.kind == "over-limit"


# --- faults ---


def test_repeated_keys_keep_the_first_value_and_both_places() -> None:
    text = "a: 1\nb: 2\na: {x: [y]}\n'a': 3\nc: {d: 4, d: 5}\n"
    node, problems = read(text)
    assert node is not None
    assert to_plain(node) == {"a": "1", "b": "2", "c": {"d": "4"}}
    assert [problem.kind for problem in problems] == ["duplicate-key"] * 3
    assert [text[p.span.start : p.span.end] for p in problems] == ["a", "'a'", "d"]
    assert [problem.span.start for problem in problems] == [10, 22, text.rindex("d")]
    assert [problem.related[0].start for problem in problems] == [0, 0, text.index("d")]


def test_broken_text_is_one_problem_where_reading_stopped() -> None:
    text = "🧑‍🏫: x\ntitle: Warm: steady\n"
    node, (problem,) = read(text)
    assert node is None
    assert problem.kind == "invalid-yaml"
    assert problem.span.start == text.index(": steady")


def test_open_quote_tells_where_it_opened() -> None:
    text = "🧑‍🏫: x\r\ntitle: 'Warm\r\nnext: x\r\n"
    _, (problem,) = read(text)
    assert int(problem.data["opened"]) == text.index("'")


def test_document_that_cannot_be_read_holds_one_problem_and_no_tree() -> None:
    document = parse_data(Source(PATH, "a: 1\na: 2\nb: [\n"), LIMITS)
    assert not document.readable
    assert document.front is None
    assert [problem.kind for problem in document.problems] == ["invalid-yaml"]


# --- any text ---

WORDS = st.text(alphabet=st.sampled_from("abz09 é🧑\u200d🏫\u0301:#-'\"[]{},&*!|>%@`?~\\"), max_size=12)


def quoted(text: str, style: str) -> str:
    """A value as an author could write it."""
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(
    st.lists(st.tuples(st.lists(st.tuples(WORDS, st.sampled_from("'\""))), st.booleans()), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", BOM]),
)
@settings(deadline=None)
def test_whatever_stands_between_quotes_is_read_and_found(
    fields: list[tuple[list[tuple[str, str]], bool]], newline: str, mark: str
) -> None:
    """Written as flow and block lists: the values come back, and each stands where it is said to stand."""
    text, expected, places = mark, {}, []
    for number, (items, flow) in enumerate(fields):
        text += f"k{number}: " + ("[" if flow or not items else newline)
        for value, style in items:
            text += "" if flow else "  - "
            places.append(quoted(value, style))
            text += places[-1] + (", " if flow else newline)
        text += ("]" + newline) if flow or not items else ""
        expected[f"k{number}"] = [value for value, _ in items]
    node, problems = read(text)
    assert not problems
    read_back: Plain = to_plain(node) if node else {}
    assert read_back == expected
    assert [written(text, found) for found in (scalars(node) if node else ())] == places


@given(st.text(alphabet=st.sampled_from("ab \t\n\r:#-'\"[]{},&*!|>%@?~\\\x07\x85\u2028\ufeff🧑0"), max_size=60))
@settings(max_examples=tries(300), deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    node, problems = read(text)
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems)
    if node is None:
        return
    for found in parts(node):
        assert 0 <= found.span.start <= found.span.end <= len(text)
        if isinstance(found, Scalar) and found.exact:
            place = found.part(0, len(found.text))
            assert text[place.start : place.end] == found.text


def parts(node: Node) -> list[Node]:
    """Every node at or below one, keys too; each inside the one above it."""
    below: list[Node] = []
    match node:
        case Sequence():
            below = list(node.items)
        case Mapping():
            below = [part for pair in node.pairs for part in pair]
    for part in below:
        assert node.span.start <= part.span.start
        assert part.span.start == part.span.end or part.span.end <= node.span.end
    return [node, *(deeper for part in below for deeper in parts(part))]


@given(st.from_regex(SURELY_PLAIN, fullmatch=True), st.booleans())
def test_a_text_that_is_surely_plain_is_written_plain(text: str, in_list: bool) -> None:
    assert _dumped(text, None, in_list=in_list) == text
