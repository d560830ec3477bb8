"""Links, images, addresses and definitions."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import LAST, Case, Family, body, page, repeated


def expanded(use: str) -> Family:
    """A definition of half the size, used over and over in the other half."""
    return lambda size: Case(
        {PAGE: page(repeated(use, size // 2) + f" {LAST}\n\n[a]: https://example.org/{'x' * (size // 2)}")}
    )


FAMILIES: dict[str, Family] = {
    "open brackets": body("["),
    "close brackets": body("]"),
    "open and close brackets": body("[] "),
    "brackets inside brackets": lambda size: Case({PAGE: page("[" * (size // 2) + "]" * (size // 2) + f" {LAST}")}),
    "open brackets, each in a paragraph": body("[a\n\n"),
    "links": body("[a](https://example.org/§) "),
    "the same link": body("[a](https://example.org/) "),
    "links with code": body("[`a`](https://example.org/§) "),
    "links with titles": body('[a](https://example.org/§ "title") '),
    "links of factors": body("[a](factor:motivation) "),
    "links of unknown factors": body("[a](factor:unknown-§) "),
    "links of unknown strategies": body("[a](strategy:unknown-§) "),
    "open links": body("[a]("),
    "open destinations": body("[a](<b"),
    "open titles": body('[a](b "c '),
    "parentheses in an address": body("(", "[a](https://example.org/", f") {LAST}"),
    "escapes in an address": body("%41", "[a](https://example.org/", f") {LAST}"),
    "a long address": body("x", "[a](https://example.org/", f") {LAST}"),
    "a long link text": body("word ", "[", f"](https://example.org/) {LAST}"),
    "a link text of emphasis": body("*a* ", "[", f"](https://example.org/) {LAST}"),
    "a list of links": body("- [Title §](https://example.org/§): what it is.\n"),
    "autolinks": body("<https://example.org/§> "),
    "the same autolink": body("<https://example.org/> "),
    "autolinks in brackets": body("[<https://example.org/§>] "),
    "autolinks in one bracket": body("<https://a.org> ", "["),
    "mail addresses": body("<a@example.org> "),
    "open autolinks": body("<https:"),
    "bare addresses": body("https://example.org/§ "),
    "bare addresses without blanks": body("https://a."),
    "www": body("www.example.org "),
    "dois": body("10.1000/a§ "),
    "images": body("![a](circle.png) "),
    "missing images": body("![a](missing-§.png) "),
    "images inside images": body("![", after=f"a{LAST}"),
    "images in images, closed": lambda size: Case(
        {PAGE: page("![" * (size // 10) + "a" + "](b.png)" * (size // 10) + f" {LAST}")}
    ),
    "remote images": body("![a](https://example.org/§.png) "),
    "videos": body("<https://youtu.be/abcdefghij§>\n\n"),
    "definitions": body("[a§]: https://example.org/\n"),
    "the same definition": body("[a]: https://example.org/\n"),
    "definitions and uses": body("[a§]\n\n[a§]: https://example.org/\n\n"),
    "open definitions": body("[a]:\n"),
    "definitions with open titles": body('[a]: b "c\n'),
    "undefined references": body("[words][label-§] "),
    "one definition used over and over": expanded("[a] "),
    "one definition used in images": expanded("![a] "),
    "one definition used with labels": expanded("[b][a] "),
    "a long label": body("a", "[b][", f"] {LAST}"),
    "labels of brackets": body("[a][b]"),
    "footnotes": body("[^§] "),
    "carets": body("^"),
    "percent signs": body("%", "[a](https://example.org/", f") {LAST}"),
    "unsafe addresses": body("[a](javascript:§) "),
    "insecure addresses": body("[a](http://example.org/§) "),
    "addresses of trackers": body("[a](https://example.org/?utm_source=§) "),
    "vague words": body("[here](https://example.org/§) "),
    "address of many parameters": body("a§=b&", "[a](https://example.org/?", f") {LAST}"),
    "host of many dots": body("a.", "[a](https://", f"org/) {LAST}"),
    "international host": body("ü.", "[a](https://", f"org/) {LAST}"),
}
