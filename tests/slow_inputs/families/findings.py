"""Many findings, many ignore comments, and long lines with many findings."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import FACTORS, LAST, TODAY, Case, Command, Family, body, page, repeated, written

FORMATS = ("json", "github", "sarif", "junit", "gitlab", "rdjson")


def reported(family: Family, *options: str) -> Family:
    """The findings in another format."""
    check: Command = ("check", "--no-cache", "--jobs=1", TODAY, "--root={root}", *options)
    return lambda size: Case(family(size).files, (check,))


def ten_thousand_names(unit: str) -> Family:
    """Unknown names, each compared with ten thousand known ones."""

    def case(size: int) -> Case:
        known = "".join(f"- {{id: factor-{n:05}, name: Factor {n:05}, definition: x}}\n" for n in range(10_000))
        return Case({PAGE: page(repeated(unit, size) + LAST), FACTORS: written(FACTORS) + known})

    return case


def ignored(unit: str) -> Family:
    """An ignore comment before each finding."""
    return body(f"<!-- strategies: ignore doubled-word -- it stands so in the book -->\n{unit}\n\n")


one_line = body("the the cat ")
FAMILIES: dict[str, Family] = {
    "on one line": one_line,
    **{f"on one line, as {name}": reported(one_line, f"--format={name}") for name in FORMATS},
    "on many lines": body("the the cat\n\n"),
    "on many lines, as sarif": reported(body("the the cat\n\n"), "--format=sarif"),
    "on many lines, counted": reported(body("the the cat\n\n"), "--statistics"),
    "on short lines": body("the the\n\n"),  # at 980 KB more than 100,000
    "of two marks each": body("<b> TODO "),
    "with an ignore comment each": ignored("the the cat"),
    "ignore comments of nothing": ignored("a cat"),
    "unknown factors among ten thousand": ten_thousand_names("[a](factor:factro-x§)\n\n"),
    "wide characters on one line": body("漢漢 the the 漢"),
    "tabs on one line": body("the the\tcat "),
}
