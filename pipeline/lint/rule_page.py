"""Documentation of rules as Markdown, for `strategies explain` and `docs/rules.md`."""

from collections.abc import Iterable, Iterator

from pipeline.lint.notices import NOTICES, Notice
from pipeline.lint.rule import Rule
from pipeline.model.diagnostics import Safety, Severity

INTRODUCTION = (
    "Every finding names its rule. A rule that is not required can be set to another severity, or switched off, "
    "in [configuration](configuration.md), and left out for some lines by a comment with a reason:"
)
WEIGHTS = {
    "required": "Required: an error, whatever configuration, ignores or baselines say.",
    "error": "Error. Its severity can be set in configuration.",
    "warning": "Warning. Its severity can be set in configuration.",
    "info": "Info. Its severity can be set in configuration.",
    "off": "Off, until configuration gives it a severity.",
}
ON_DRAFTS = {
    Severity.WARNING: "On an idea or a draft never more than a warning.",
    Severity.INFO: "On an idea or a draft never more than an info.",
}
FIXES = {
    Safety.SAFE: "`strategies fix` mends it.",
    Safety.UNSAFE: "`strategies fix --unsafe` mends it; look at what it did.",
    Safety.MANUAL: "The finding shows a mended line to copy.",
}
FAMILIES = {
    "source": "Files as such",
    "frontmatter": "Front matter",
    "vocabulary": "Vocabulary and house rules",
    "identity": "Ids and titles",
    "structure": "Sections",
    "disclaimers": "Disclaimers",
    "references": "Factors, related strategies, categories, learner models",
    "links": "Links, resources, images",
    "prose": "Prose",
    "ignores": "Ignore comments",
}


def page_of(rule: Rule, level: int = 1) -> str:
    """One rule as Markdown, with a heading of this level."""
    return "\n".join(_lines(rule, level))


def pages_of(rules: Iterable[Rule]) -> str:
    """All rules as one Markdown page, family by family."""
    chosen = tuple(rules)
    parts = [
        "# Rules",
        "<!-- Made by `strategies rules --format markdown`; the words stand in pipeline/lint/rules/. -->",
        INTRODUCTION,
        "    <!-- strategies: ignore RULE -- reason -->",
    ]
    for family in [*FAMILIES, *sorted({rule.family for rule in chosen} - FAMILIES.keys())]:
        members = [rule for rule in chosen if rule.family == family]
        if members:
            parts.append(f"## {FAMILIES.get(family, family.capitalize())}")
            parts += [page_of(rule, 3) for rule in members]
    parts += ["## Findings that no rule makes", *(page_of_notice(notice, 3) for notice in NOTICES.values())]
    return "\n\n".join(parts) + "\n"


def page_of_notice(notice: Notice, level: int = 1) -> str:
    """Findings that no rule makes as Markdown, with a heading of this level."""
    documentation = notice.documentation
    weight = f"{notice.severity.value.capitalize()}, whatever configuration, ignores or baselines say."
    return "\n\n".join((f"{'#' * level} {notice.name}", documentation.summary, documentation.reason, weight))


def _lines(rule: Rule, level: int) -> Iterator[str]:
    documentation = rule.documentation
    yield from (f"{'#' * level} {rule.name}", "", documentation.summary, "")
    if documentation.reason:
        yield from (documentation.reason, "")
    on_drafts = [ON_DRAFTS[rule.draft_severity]] if rule.draft_severity else []
    yield " ".join([WEIGHTS[rule.weight], *on_drafts, *(FIXES[safety] for safety in rule.fixes)])
    for label, examples in (("Bad", documentation.bad), ("Good", documentation.good)):
        for example in examples:
            yield from ("", f"{label}:", "", *(f"    {line}".rstrip() for line in example.split("\n")))
