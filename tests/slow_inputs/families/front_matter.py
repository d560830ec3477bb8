"""Front matter of a page."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import LAST, Case, Family, front, page, page_text, repeated


def value(field: str, unit: str, quote: str = "") -> Family:
    """A field of the page with a long value that ends in the last word."""
    line = next(line for line in page_text().splitlines() if line.startswith(f"{field}:"))

    def case(size: int) -> Case:
        text = page().replace(line, f"{field}: {quote}{repeated(unit, size)} {LAST}{quote}")
        return Case({PAGE: text})

    return case


def nested(left: str, right: str) -> Family:
    """Lists or mappings inside one another."""
    return lambda size: Case({PAGE: page(LAST, f"authors: {left * (size // 2)}{right * (size // 2)}\n")})


def unclosed(size: int) -> Case:
    """No line ends the front matter."""
    return Case({PAGE: "---\n" + repeated("key§: value\n", size) + LAST})


def indented(size: int) -> Case:
    """Mappings below one another, each one blank further to the right."""
    depth = int((2 * size) ** 0.5)
    return Case({PAGE: page(LAST, "x:\n" + "".join(f"{' ' * level}a:\n" for level in range(1, depth)))})


FAMILIES: dict[str, Family] = {
    "long summary": value("summary", "word "),
    "summary of one word": value("summary", "w"),
    "summary of escapes": value("summary", r"\u200b", '"'),
    "summary of single quotes": value("summary", "''", "'"),
    "long title": value("title", "Title "),
    "colons in a value": value("summary", "a: b "),
    "long status": value("status", "published"),
    "long number for a date": value("updated", "9"),
    "unknown fields": front("field§: x\n"),
    "nearly known fields": front("titel§: x\n"),
    "the same field": front("extra: x\n"),
    "one long key": front("k", after=": x\n"),
    "unknown factors": value("factors", "[unknown-factor-§], ".replace("[", "").replace("]", ""), ""),
    "list of unknown factors": front("unknown-§, ", "x: [", f"{LAST}]\n"),
    "aliases": front("alias-§, ", "authors: [", f"{LAST}]\n"),
    "deep lists": nested("[", "]"),
    "deep mappings": nested("{a: ", "}"),
    "deep indentation": indented,
    "hyphens in a row": front("- ", "x: \n  ", "a\n"),
    "question marks in a row": front("? ", "", "a\n"),
    "anchors": front("a§: &a§ x\n"),
    "alias of an alias": front("a§: &b§ [*b, *b]\n", "z: &b [x, x]\n"),
    "merge keys": front("a§: {<<: *b, <<: *b}\n", "z: &b {x: x}\n"),
    "tags": front("a§: !!str x\n"),
    "directives": front("%YAML 1.2\n"),
    "fences": front("--- \n"),
    "comments": front("# a comment\n"),
    "comments behind a value": front("a§: x # a comment\n"),
    "ignore comments": front("# strategies: ignore doubled-word -- no reason at all\n"),
    "ignore comments behind values": front("a§: x # strategies: ignore doubled-word -- no\n"),
    "folded text": front("  a line of text\n", "x: >\n"),
    "text with empty lines": front("  a\n\n", "x: |\n"),
    "open quotation mark": front("word ", 'x: "', "\n"),
    "open bracket": front("a, ", "x: [", "\n"),
    "brackets that close nothing": front("] ", "x: "),
    "blanks": front(" ", "x:", "y\n"),
    "tabs": front("\t", "x:", "y\n"),
    "empty lines": front("\n"),
    "next lines": front("a§: x\x85"),
    "line separators": front("a§: x\u2028"),
    "zero-width characters": front("a§: x\u200by\n"),
    "numbers for texts": front("1§, ", "authors: [", "1]\n"),
    "no end of front matter": unclosed,
}
FAMILIES["unknown factors"] = lambda size: Case(
    {PAGE: page(LAST).replace("[motivation,", f"[{repeated('unknown-§, ', size)}motivation,")}
)
FAMILIES["the same factor"] = lambda size: Case(
    {PAGE: page(LAST).replace("[motivation,", f"[{repeated('motivation, ', size)}motivation,")}
)
FAMILIES["unknown related strategies"] = lambda size: Case(
    {PAGE: page(LAST).replace("related: []", f"related: [{repeated('unknown-§, ', size)}student-voice]")}
)
FAMILIES["former ids"] = lambda size: Case(
    {PAGE: page(LAST).replace("[learner-voice]", f"[{repeated('former-§, ', size)}learner-voice]")}
)
