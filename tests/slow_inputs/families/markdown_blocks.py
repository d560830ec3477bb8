"""Blocks of Markdown: quotes, lists, headings, tables, code, comments."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import LAST, Case, Family, body, page


def stairs(mark: str) -> Family:
    """Each line begins with one mark more than the line before."""

    def case(size: int) -> Case:
        depth = int((2 * size / len(mark)) ** 0.5)
        return Case({PAGE: page("".join(f"{mark * level}a\n" for level in range(1, depth)) + LAST)})

    return case


def wide_table(size: int) -> Case:
    """A table with as many columns as rows."""
    side = int((size / 3) ** 0.5)
    row = "| a" * side + "|\n"
    return Case({PAGE: page(row + "|--" * side + "|\n" + row * side + f"\n{LAST}")})


def short_rows(size: int) -> Case:
    """A table with many columns and rows of one cell: each is filled up."""
    count = size // 8
    return Case({PAGE: page("|a" * count + "|\n" + "|-" * count + "|\n" + "|b|\n" * count + f"\n{LAST}")})


FAMILIES: dict[str, Family] = {
    "plain paragraphs": body("Words that say something, line after line.\n\n"),
    "one long paragraph": body("word "),
    "one long word": body("w"),
    "one paragraph of short lines": body("a\n"),
    "quote marks in a row": body("> "),
    "quote stairs": stairs("> "),
    "list stairs": stairs("- "),
    "indented list stairs": stairs("  "),
    "quote and list in turn": body("> - "),
    "quotes": body("> quote §\n\n"),
    "one long quote": body("> a line of it\n"),
    "lazy quotes": body("> a\nb\n"),
    "list of one level": body("- item\n"),
    "loose list": body("- item\n\n"),
    "numbered list": body("§. item\n"),
    "number of many digits": body("1", after=f". {LAST}"),
    "lists with other marks": body("- a\n+ b\n* c\n"),
    "empty items": body("-\n"),
    "sections": body("## Heading §\n\ntext\n\n"),
    "the same section": body("## Overview\n\ntext\n\n"),
    "subheadings": body("### Heading §\n\ntext\n\n"),
    "hashes": body("#", after=f" {LAST}"),
    "hashes at the end": body("#", "## Title "),
    "underlined headings": body("Heading\n---\n\n"),
    "underlines": body("=\n"),
    "breaks": body("***\n"),
    "hyphens": body("-"),
    "table": body("| a | b |\n", "| a | b |\n|---|---|\n", f"\n{LAST}"),
    "wide table": wide_table,
    "table of short rows": short_rows,
    "rows without a head": body("|a|b|\n"),
    "bars": body("|"),
    "table heads": body("|a|\n|-|\n"),
    "escaped bars": body("\\|", "| a |\n|---|\n|"),
    "code": body("    code\n"),
    "fences": body("```\n\n"),
    "fences of growing length": lambda size: Case(
        {PAGE: page("".join("`" * n + "\n" for n in range(3, int((2 * size) ** 0.5))) + LAST)}
    ),
    "open fence": body("code\n", "```\n"),
    "tildes": body("~"),
    "comments": body("<!-- a comment -->\n\n"),
    "open comment": body("word ", "<!-- "),
    "comment marks": body("<!-- "),
    "ignore comments": body("<!-- strategies: ignore doubled-word -- no reason at all -->\n\ntext\n\n"),
    "ignore comments in a row": body("<!-- strategies: ignore doubled-word -- no reason -->\n"),
    "comments of unknown rules": body("<!-- strategies: ignore no-rule-§ -- no reason -->\n\ntext\n\n"),
    "a comment of many rules": body("rule-§ ", "<!-- strategies: ignore ", f" -- reason -->\n\n{LAST}"),
    "blanks": body(" "),
    "tabs": body("\t"),
    "empty lines": body("\n"),
    "blanks at line ends": body("a  \n"),
    "carriage returns": body("a\r"),
    "conflict marks": body("=======\n"),
    "bullets of word processors": body("• item\n"),
    "text tables": body("+---+---+\n| a | b |\n"),
}
FAMILIES |= {
    "rulers": body("--- \n", after=f"\n{LAST}"),
    "lines below groups of hyphens": body("a word\n", "-- --\n"),
    "ragged rows": body("a|b\na|b|c\n"),
    "rows of one cell": body("a|\n"),
    "code with tabs": body("\ta\t= b;\n"),
}
