"""House rules of any kind: a fault of theirs is a finding, and what check lets pass is exported and verified."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import get_args

import yaml
from conftest import HERE, LIBRARY, TODAY
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from releases import FORMATS, edition_of, files_of

from pipeline.incremental.workspace import Workspace
from pipeline.model.own_fields import TARGETS, FieldType, OwnField
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.report import Report
from pipeline.model.snippet import heading, quote
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Source

PAGE = "content/strategies/example.md"
FRONT = (
    (HERE / "good-page.md")
    .read_text(encoding="utf-8")
    .split("\n## ")[0]
    .replace("related: [building-trust, lateral-reading]", "related: []")
)
LINKS = "On Fridays learners name [emotions](factor:emotion) and [motivation](factor:motivation), and write one line."
ITEM = "- [A week in review](https://example.org/week): one class's page with its teacher's notes."

some = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
PIECES = (
    "Overview", "References", "Tips", "a", "ä", "课堂", "“quoted”", "it's", "*stressed*", "[note](https://example.org)",
    "[x](factor:emotion)", "![y](z.png)", "<b>", "&amp;", "{category}", "{kind}", "#", "1.", "-", ">", "|", "`code`",
    "\\", "\u202e", "👩🏽‍🏫", "İ", "\n\n", "TODO",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
notices = st.lists(st.sampled_from((*PIECES[:10], "\n\n")), min_size=3, max_size=12).map(" ".join)
anything = st.one_of(texts, st.integers(-3, 10**8), st.booleans(), st.none(), st.lists(texts, max_size=3), st.just({}))
counts = st.one_of(st.integers(0, 12), st.integers(-3, 10**8), anything)
ids = st.sampled_from(
    ("overview", "tips", "steps", "notes", "tips", "factors", "summary", "overview-1", "disclaimer-a", "con", "A b", "")
)
sections = st.fixed_dictionaries(
    {"id": ids, "heading": texts},
    optional={
        "former_headings": st.lists(texts, max_size=2), "required": st.booleans(), "video": st.booleans(),
        "min_words": counts, "max_words": counts, "min_items": counts, "max_items": counts,
        "items": st.sampled_from(("resource", "citation", "thing")), "disclaimer": st.sampled_from(("a", "b", "c")),
        "subheadings": st.lists(texts, max_size=3), "required_subheadings": st.lists(texts, max_size=2),
        "else": anything,
    },
)  # fmt: skip
# Ids that are free, that every library has, that databases reserve or view, or that are none.
field_ids = st.sampled_from(
    (
        "grade_band",
        "level",
        "copy",
        "schema",
        "model_config",
        "json",
        "tips",
        "steps",
        "overview",
        "notes",
        "title",
        "summary",
        "id",
        "factors",
        "related",
        "updated",
        "url",
        "images",
        "group",
        "order",
        "select",
        "by_factor",
        "factors_factor",
        "category_name",
        "source_url",
        "disclaimer_a",
        "strategy",
        "ordinal",
        "grade-band",
        "Level",
        "9a",
        "con",
        "",
    )
)
options = st.lists(st.one_of(st.sampled_from(("K-2", "true", "6", "=1+1", "<b>", "a;b", "ä", "🌳")), texts), max_size=3)
fields = st.fixed_dictionaries(
    {"id": field_ids, "name": texts, "type": st.sampled_from((*get_args(FieldType), "list"))},
    optional={
        "of": st.one_of(options, st.sampled_from((*TARGETS, "page")), anything),
        "required": st.booleans(), "filter": st.booleans(), "column": st.booleans(), "card": st.booleans(),
        "description": texts, "other": anything,
    },
)  # fmt: skip
lengths = st.fixed_dictionaries({}, optional={"min_characters": counts, "max_characters": counts})
terms = st.fixed_dictionaries(
    {}, optional={"write": texts, "not": st.lists(texts, max_size=3), "message": texts, "because": texts}
)
patterns = st.one_of(
    st.sampled_from(("[a-z-]+", "(a", "(?!x)a", "(([a-z]+)+-?)*", "(?:a{1000}){1000}", "a)(b", "(?x) a #", "\\1", "")),
    st.text(alphabet="ab()[]{}*+?|\\^$.-0,", max_size=12),
)
rules = st.fixed_dictionaries(
    {"sections": st.lists(sections, min_size=1, max_size=4)},
    optional={
        "fields": st.lists(fields, max_size=4),
        "disclaimers": st.lists(st.fixed_dictionaries({"id": st.sampled_from("abc"), "text": notices}), max_size=3),
        "generated_headings": st.fixed_dictionaries({}, optional={"factors": texts, "related": texts}),
        "title": lengths, "summary": lengths, "terms": st.lists(terms, max_size=3), "id_pattern": patterns,
        "video_hosts": st.lists(st.sampled_from(("vimeo", "youtube", "other")), max_size=2), "more": anything,
    },
)  # fmt: skip
# Words that make one paragraph of any heading: most of these are valid.
tame = st.lists(st.sampled_from(PIECES[:8]), min_size=1, max_size=4, unique=True).map(" ".join)
plain_types = ("text", "integer", "number", "date", "boolean", "url")
valid_fields = st.one_of(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(("copy", "schema", "model_config", "level", "band")),
            "name": st.sampled_from(("A", "text of the section “x”", "<b>", "{x}", "ä")),
            "type": of,
        },
        optional={"required": st.booleans(), "column": st.booleans(), "description": tame} | more,
    )
    for of, more in (
        (st.sampled_from(plain_types), {}),
        (st.sampled_from(("choice", "choices")), {"filter": st.booleans(), "card": st.booleans()}),
    )
).map(lambda field: field | ({"of": ["K-2", "=1+1", "<b>x</b>"]} if field["type"].startswith("choice") else {}))
valid = st.fixed_dictionaries(
    {
        "sections": st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(("overview", "tips", "steps", "notes")), "heading": tame},
                optional={
                    "min_words": st.integers(0, 40), "max_words": st.integers(40, 90), "video": st.booleans(),
                    "items": st.sampled_from(("resource", "citation")), "disclaimer": st.just("a"),
                    "min_items": st.integers(0, 2), "max_items": st.integers(2, 4),
                    "required_subheadings": st.lists(tame.map("Kind {}".format), max_size=2),
                },
            ),
            min_size=1, max_size=3, unique_by=(lambda each: each["id"], lambda each: each["heading"]),
        ),
        "disclaimers": notices.map(lambda text: [{"id": "a", "text": text}]),
    },
    optional={
        "title": st.fixed_dictionaries({"max_characters": st.integers(17, 200)}),
        "fields": st.lists(valid_fields, max_size=5, unique_by=(lambda each: each["id"], lambda each: each["name"])),
        "terms": st.just([{"write": "learner", "not": ["pupil"]}]), "id_pattern": st.just("[a-z]+"),
    },
)  # fmt: skip


@cache
def root() -> Path:
    """A library without pages and without house rules."""
    folder = Path(mkdtemp()) / "library"
    shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns("*.md"))
    (folder / "content" / "strategies").mkdir(exist_ok=True)
    return folder


def page_of(policy: PagePolicy) -> Source:
    """A page as house rules want it."""
    own = "".join(f"{field.id}: {_value(field)}\n" for field in policy.fields)
    front = FRONT.replace("status:", f"{own}status:", 1).rstrip()
    return Source(PAGE, "\n\n".join([front, *(_section(policy, section) for section in policy.sections)]) + "\n")


def _value(field: OwnField) -> str:
    """A value that a field may have."""
    values = {
        "choice": json.dumps(field.options[:1])[1:-1], "choices": json.dumps(field.options), "text": '"= <b>x</b>; y"',
        "integer": "-3", "number": "2.50", "date": "2020-02-29", "boolean": "false", "url": "https://example.org/?a=<b>",
        "reference": {"factor": "emotion", "category": "culturally-responsive"}.get(str(field.target), "example"),
    }  # fmt: skip
    return values[field.type] or "x"


def _section(policy: PagePolicy, section: SectionPolicy) -> str:
    disclaimer = policy.disclaimer_of(section)
    headings = (f"### {text}" for text in section.required_subheadings)
    parts = [
        heading(section),
        *([quote(disclaimer)] if disclaimer else []),
        *([] if section.items else [LINKS]),
        *headings,
        f"{ITEM}\n{ITEM}",
    ]
    return "\n\n".join(parts)


def checked(policy: str) -> tuple[list[Source], Report]:
    """A library with house rules and the page that they want, and the report on it."""
    sources = [Source(POLICY_PATH, policy)]
    read = Workspace(root(), tuple(sources)).report(TODAY).library.policy
    sources.append(page_of(read))
    return sources, Workspace(root(), tuple(sources)).report(TODAY)


def hold(policy: str) -> bool:
    """Check house rules, and export what passes; true if it was exported."""
    sources, report = checked(policy)
    for found in report.diagnostics:
        if found.span.path == POLICY_PATH:
            assert 0 <= found.span.start <= found.span.end <= len(policy)
    if report.has_errors:
        return False
    files_of(edition_of(root(), sources), (*FORMATS, "sqlite", "xlsx"))
    return True


def test_the_example_of_the_documentation_is_valid() -> None:
    text = (HERE.parent / "docs/configuration.md").read_text(encoding="utf-8")
    example = text.split("```yaml\nsections:", 1)[1].split("```", 1)[0]
    _, report = checked(f"sections:{example}")
    assert not report.library.policy_broken
    assert report.library.policy.terms[0].write == "learner"


@settings(some, max_examples=tries(150))
@given(rules)
def test_no_house_rules_crash_a_check_or_an_export(written: dict[str, object]) -> None:
    hold(yaml.safe_dump(written, allow_unicode=True, sort_keys=False))


@settings(some, max_examples=tries(60))
@given(st.text(alphabet="sections:-[]{}'\"&*!|>#% \n\tida", max_size=60))
def test_no_text_in_place_of_house_rules_crashes_a_check(text: str) -> None:
    hold(text)


def test_most_house_rules_that_look_right_are_exported() -> None:
    exported: list[bool] = []

    @settings(some, max_examples=tries(25))
    @given(valid)
    def try_out(written: dict[str, object]) -> None:
        exported.append(hold(yaml.safe_dump(written, allow_unicode=True, sort_keys=False)))

    try_out()
    assert sum(exported) > len(exported) / 3
