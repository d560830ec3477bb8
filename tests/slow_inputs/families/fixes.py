"""`strategies fix`."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import FIX, LAST, Case, Family, body, front, mended, page, repeated


def refused(size: int) -> Case:
    """One fix that would bring an error, among many that bring none."""
    return Case({PAGE: page(repeated("word\u200bs §\n\n", size) + f"#Overview\n\nText {LAST}.")}, (FIX,))


def all_refused(size: int) -> Case:
    """Fixes each of which would bring an error."""
    return Case({PAGE: page(repeated("#Overview\n\ntext §\n\n", size) + LAST)}, (FIX,))


def pages(size: int) -> Case:
    """A library of pages with a fault each."""
    text = page("the text\u200b", title="Page §").replace("learner-voice", "was-§")
    made = {f"content/strategies/page-{n}.md": text.replace("§", str(n)) for n in range(size // 2_000)}
    return Case({PAGE: page(LAST), **made}, (FIX,))


FAMILIES: dict[str, Family] = {
    "zero-width characters": mended(body("a\u200b")),
    "zero-width characters on lines": mended(body("a\u200bb\n")),
    "zero-width characters in front matter": mended(front("# a\u200bb\n")),
    "doubled words": mended(body("the the cat sat.\n\n")),
    "ignore comments of nothing": mended(body("<!-- strategies: ignore doubled-word -- no -->\n\ntext\n\n")),
    "bare addresses": mended(body("See https://example.org/§ for it.\n\n")),
    "bullets": mended(body("• item\n")),
    "headings": mended(body("##Heading §\n\ntext\n\n")),
    "blanks before marks": mended(body("A word , and a dot .\n\n")),
    "unknown factors": mended(body("[a](factor:motivatoin) ")),
    "disclaimers": mended(body("> Videos are chosen as examples of strategies in action.\n\n")),
    "one that is refused among many": refused,
    "many that are refused": all_refused,
    "in many pages": pages,
}
