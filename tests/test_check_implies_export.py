"""What check lets pass can be exported and verified; what cannot is told of before, and never as a bug of ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pytest
from command import PAGES, TODAY, Outcome, Run
from conftest import HERE, LIBRARY
from releases import copied, faults, resign

from pipeline.model.policy_faults import OWN_SECTIONS
from pipeline.model.snippet import quote

PAGE = "content/strategies/example.md"
POLICY = "schemas/strategy-page.yaml"
GOOD = (HERE / "good-page.md").read_text(encoding="utf-8")
RULES = (HERE.parent / POLICY).read_text(encoding="utf-8")
VIDEOS = next(line[2:] for line in GOOD.splitlines() if line.startswith("> Videos"))
TRUST = "[Building Trust](strategy:building-trust)"
# A line that GitHub would take for a command, or an escape that would steer a terminal.
STEERING = re.compile(r"^::|\x1b", re.MULTILINE)
Files = Mapping[str | bytes, str | bytes]


class Runs(NamedTuple):
    """How a check, an export and, if there is a bundle, its verification ended."""

    check: Outcome
    export: Outcome
    verify: Outcome | None


@pytest.fixture
def runs(run: Run, library: Path, own_memo: None) -> Trial:
    return Trial(run, library)


class Trial(NamedTuple):
    """A library to lay files over."""

    run: Run
    library: Path

    def __call__(self, files: Files, *options: str, search: bool = False) -> Runs:
        """Lay files over the library; check it, export it, verify the bundle; hold what is promised of all three."""
        for path, data in files.items():
            write(self.library, path, data)
        check = self.run("check", TODAY, folder=self.library)
        without = () if search else ("--no-search",)
        export = self.run("export", TODAY, *without, *options, folder=self.library)
        verify = None if export.code else self.run("verify", "exports", folder=self.library)
        for outcome in filter(None, (check, export, verify)):
            assert outcome.code in (0, 1, 2), outcome.err
            assert "Traceback" not in outcome.err
            assert not STEERING.search(outcome.out + outcome.err)
        if verify is None:
            assert not (self.library / "exports" / "latest").exists()
        else:
            assert (check.code, verify.code) == (0, 0), verify.out
        return Runs(check, export, verify)


def write(root: Path, path: str | bytes, data: str | bytes) -> None:
    """Write a file whose name may be any bytes."""
    whole = root / os.fsdecode(path)
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.write_bytes(data.encode() if isinstance(data, str) else data)


def refused(outcome: Runs, rule: str, place: str) -> None:
    """Assert that check finds the one fault in its place, and that export refuses for that alone."""
    assert outcome.check.rules == outcome.export.rules == [rule], outcome.check.out
    assert outcome.check.heads[0].startswith(place)
    assert (outcome.check.code, outcome.export.code) == (1, 1)
    assert "mend the errors above" in outcome.export.err


def published(outcome: Runs) -> None:
    """Assert that all three runs are green."""
    assert outcome.verify is not None, outcome.export.out + outcome.export.err


def theirs(outcome: Runs, *words: str) -> None:
    """Assert that export calls the fault one of the library's theme."""
    assert (outcome.check.code, outcome.export.code) == (0, 2)
    assert "bug in the pipeline" not in outcome.export.err
    for text in words:
        assert text in outcome.export.err


# --- disclaimers ---


@pytest.mark.parametrize(
    "written",
    [
        f"*{VIDEOS}*",
        f"**{VIDEOS}**",
        f"`{VIDEOS}`",
        f"~~{VIDEOS}~~",
        VIDEOS.replace("not", "*not*"),
        VIDEOS.replace("products", "[products](https://example.org/products)"),
        VIDEOS.replace("Videos", "![Videos](../images/circle.png)"),
    ],
)
def test_marks_in_a_disclaimer_are_found(runs: Trial, written: str) -> None:
    outcome = runs({PAGE: GOOD.replace(VIDEOS, written)})
    refused(outcome, "altered-disclaimer", f"{PAGE}:28:3 ")


@pytest.mark.parametrize("written", [f"*{VIDEOS}*", VIDEOS.replace("not", "**`not`**"), f"> {VIDEOS}  "])
def test_a_safe_fix_takes_marks_of_emphasis_out(runs: Trial, run: Run, written: str) -> None:
    write(runs.library, PAGE, GOOD.replace(VIDEOS, written))
    assert run("fix", TODAY, folder=runs.library).code == 0
    published(runs({}))


def test_a_link_in_a_disclaimer_is_not_taken_out_unasked(runs: Trial, run: Run) -> None:
    linked = GOOD.replace(VIDEOS, VIDEOS.replace("products", "[products](https://example.org/products)"))
    write(runs.library, PAGE, linked)
    run("fix", TODAY, folder=runs.library)
    assert (runs.library / PAGE).read_text(encoding="utf-8") == linked
    assert run("fix", "--unsafe", TODAY, folder=runs.library).code == 0
    assert VIDEOS in (runs.library / PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "written",
    [
        VIDEOS.replace("action. ", "action.  \n> "),
        VIDEOS.replace("action. ", "action.\\\n> "),
        VIDEOS.replace("action. ", "action.\n> \n> "),
        VIDEOS.replace("action.", "action\\."),
        VIDEOS.replace("not", "&#110;ot"),
    ],
)
def test_breaks_and_escapes_change_no_word(runs: Trial, written: str) -> None:
    published(runs({PAGE: GOOD.replace(VIDEOS, written)}))


# --- references ---


@pytest.mark.parametrize(
    "link",
    [
        "[Building Trust](strategy:building%2Dtrust)",
        "[Building Trust](strategy:%62uilding-trus%74)",
        "[Building Trust](strategy:building&#45;trust)",
        "<strategy:building%2dtrust>",
        "[Building Trust][1].\n\n[1]: strategy:building%2Dtrust\n\nAnd so on",
        "[Building Trust][1]\n\n| a | b |\n|---|---|\n| [1] | [1] |\n\n[1]: <strategy:building%2Dtrust>\n\nAnd so on",
    ],
)
def test_an_escaped_name_is_the_same_name_everywhere(runs: Trial, link: str) -> None:
    published(runs({PAGE: GOOD.replace(TRUST, link)}))
    folder = runs.library / "exports" / "latest"
    record = json.loads((folder / "json/strategies/example.json").read_text("utf-8"))
    assert record["mentions"]["strategies"] == ["building-trust"]
    assert 'href="../../strategies/building-trust/index.html"' in page(folder, "index.html")
    text = page(folder, "index.html.md")
    assert "../../strategies/building-trust/index.html.md" in text
    assert "](strategy:" not in text
    assert "]: strategy:" not in text


def page(folder: Path, name: str) -> str:
    return (folder / "html" / "strategies" / "example" / name).read_text(encoding="utf-8")


def test_an_escaped_name_of_a_factor_is_the_same_name_everywhere(runs: Trial) -> None:
    published(runs({PAGE: GOOD.replace("factor:emotion", "factor:%65motion")}))
    assert "(../../factors/emotion/index.html)" in page(runs.library / "exports" / "latest", "index.html.md")


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("strategy:building%252Dtrust", "unknown-strategy"),
        ("strategy:building-trust#why", "unknown-strategy"),
        ("strategy:building-trust?a=b", "unknown-strategy"),
        ("strategy://building-trust", "unknown-strategy"),
        ("strategy:building-trust%20", "unknown-strategy"),
        ("strategy:building%7Ftrust", "unknown-strategy"),
        ("strategy:caf%E9", "unknown-strategy"),
        ("strategy:%20", "unknown-strategy"),
        ("factor:emotion%2F", "unknown-factor"),
        ("Strategy:building-trust", "unsafe-link"),
        ("%73trategy:building-trust", "unsafe-link"),
        ("strategy:", "malformed-link"),
    ],
)
def test_any_other_name_is_found(runs: Trial, address: str, rule: str) -> None:
    refused(runs({PAGE: GOOD.replace("(strategy:building-trust)", f"({address})")}), rule, f"{PAGE}:15:")


def test_what_looks_like_a_link_in_the_feed_is_text(runs: Trial) -> None:
    info = (LIBRARY / "content/library.yaml").read_text("utf-8") + "base_url: https://example.org/library\n"
    authors = GOOD.replace("[Ada Ruiz]", """['<a href="gone.html">Ada Ruiz</a>']""")
    published(runs({PAGE: authors, "content/library.yaml": info}))


# --- names of files ---


ODD = [
    b"a\\b.png", b"a\nb.png", b"caf\xe9.png", b"a\xed\xa0\x80.png", b"CON.png", b"nul", b"com1.tar.gz", b"prn .png",
    b"a.png.", b"a.png ", b"a:b.png", b"a*b.png", b"a?b.png", b'a"b.png', b"a<b.png", b"a>b.png", b"a|b.png",
    b"a\x7fb.png", b"a\xe2\x80\xaeb.png", b"a\xc2\x85b.png", b"a\xe2\x80\xa8b.png", b"lpt\xc2\xb9.png",
]  # fmt: skip


@pytest.mark.parametrize("folder", [b"content/images", b"static", b"templates/parts", b"content/strategies"])
def test_names_that_some_computer_cannot_hold_are_found(runs: Trial, folder: bytes) -> None:
    image = (LIBRARY / "content/images/circle.png").read_bytes()
    # Among the pages, these are names of folders: that of a page itself is its id.
    names = [b"/".join((folder, name, b"daily.md") if b"strategies" in folder else (folder, name)) for name in ODD]
    text = GOOD.replace("Weekly", "Daily").encode()
    outcome = runs({name: text if name.endswith(b".md") else image for name in names})
    assert outcome.check.out.count(" error unsafe-file-name\n") == len(ODD)
    assert outcome.export.code == 1


@pytest.mark.parametrize(
    "name", ["a b.png", "é.png", "e\u0301.png", "a%41.png", "a#b.png", "a&b'c.png", "👩🏽‍🏫.png", "-a.png", "a)].png"]
)
def test_other_names_are_published(runs: Trial, name: str) -> None:
    image = (LIBRARY / "content/images/circle.png").read_bytes()
    published(runs({f"content/images/{name}": image, f"static/{name}": image}))
    assert (runs.library / "exports/latest/html" / name).is_file()


def test_names_that_are_one_to_some_computers_are_found(runs: Trial) -> None:
    outcome = runs({"static/Logo.svg": "a", "static/logo.svg": "b", "static/plan": "c", "static/Plan/a.txt": "d"})
    assert outcome.check.rules == ["case-collision"] * 2
    assert outcome.check.paths == ["static/Logo.svg", "static/plan"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/vocabulary/categories.yaml", "- {id: con, name: Con, description: Short.}\n"),
        ("content/vocabulary/factors.yaml", "- {id: lpt1, name: Port, definition: Short.}\n"),
    ],
)
def test_an_id_becomes_a_folder(runs: Trial, path: str, text: str) -> None:
    refused(runs({path: (LIBRARY / path).read_text("utf-8") + text}), "invalid-vocabulary", f"{path}:")


def test_a_former_id_becomes_a_folder(runs: Trial) -> None:
    refused(runs({PAGE: GOOD.replace("authors: [Ada Ruiz]", "aliases: [aux]")}), "invalid-value", f"{PAGE}:10:")


# --- house rules ---


def test_sections_of_every_page_are_no_sections_of_the_house_rules() -> None:
    templates = HERE.parent / "pipeline/publish/exporters/html_site/templates"
    text = "".join(path.read_text(encoding="utf-8") for path in templates.glob("*.html"))
    assert set(re.findall(r'id="section-([a-z-]+)"', text)) == OWN_SECTIONS


def columns() -> list[str]:
    """Columns of the table of strategies that are no sections of this library."""
    from pipeline.model.strategy_columns import AFTER_SECTIONS, BEFORE_SECTIONS

    return [*BEFORE_SECTIONS, *AFTER_SECTIONS]


@pytest.mark.parametrize("id_", [*columns(), "disclaimer-videos", "factors", "resources-1"])
def test_ids_of_columns_and_places_are_no_ids_of_sections(runs: Trial, id_: str) -> None:
    id_ = id_.replace("_", "-")
    refused(runs({POLICY: RULES.replace("id: overview", f"id: {id_}")}), "invalid-policy", f"{POLICY}:4:9 ")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("min_words: 40", "min_words: -1", "7:16"),
        ("heading: References", "heading: Overview", "24:14"),
        ("heading: References", "heading: overview", "24:14"),
        ("heading: References", "heading: additional  resources", "24:14"),
        ("heading: References", 'heading: "  "', "24:14"),
        ("factors: Factors Supported by this Strategy", "factors: References", "33:12"),
        ("related: \"More {category} Strategies\"", 'related: "More {kind} Strategies"', "34:12"),
        (f'"{VIDEOS}"', '""', "29:11"),
        (f'"{VIDEOS}"', '"           "', "29:11"),
        (f'"{VIDEOS}"', '"Videos ![are](../images/circle.png) examples."', "29:11"),
        (f'"{VIDEOS}"', '"Videos<br>are examples."', "29:11"),
    ],
)  # fmt: skip
def test_house_rules_that_no_page_could_keep_are_found(runs: Trial, old: str, new: str, place: str) -> None:
    assert old in RULES
    refused(runs({POLICY: RULES.replace(old, new)}), "invalid-policy", f"{POLICY}:{place} ")


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "null\n", "[]\n", "sections: []\n", "sections:\n"])
def test_empty_house_rules_are_found(runs: Trial, text: str) -> None:
    refused(runs({POLICY: text}), "invalid-policy", f"{POLICY}:1:")


@pytest.mark.parametrize("words", ["Videos are chosen_by_teachers, 2 < 3 | 50 %.", "Vidéos “seulement” 👩🏽‍🏫 & co."])
def test_plain_words_of_any_kind_are_published(runs: Trial, words: str) -> None:
    from pipeline.model.policy import Disclaimer

    shown = quote(Disclaimer(id="videos", text=words)).removeprefix("> ")
    pages = (LIBRARY / "content" / "strategies").glob("*.md")
    files = {f"content/strategies/{path.name}": path.read_text("utf-8").replace(VIDEOS, shown) for path in pages}
    published(runs({POLICY: RULES.replace(VIDEOS, words), **files}))


MARKED = "Videos are *chosen* by [our policy](https://example.org/choice).\\n\\nThey are **not** endorsements."
MARKED_QUOTE = "> Videos are _chosen_\n> by [our policy][1].\n>\n> They are __not__ endorsements."
DEFINITION = "\n[1]: https://example.org/choice\n"


def marked(library: Path, text: str = GOOD) -> dict[str | bytes, str | bytes]:
    """Files of a library with a disclaimer of two paragraphs, with a link and emphasis; all pages have it."""
    pages = {path.name: path.read_text("utf-8") for path in (library / "content" / "strategies").glob("*.md")}
    pages |= {Path(PAGE).name: text}
    files: dict[str | bytes, str | bytes] = {
        f"content/strategies/{name}": page.replace(f"> {VIDEOS}", MARKED_QUOTE) + DEFINITION
        for name, page in pages.items()
    }
    return {POLICY: RULES.replace(VIDEOS, MARKED), **files}


def test_a_disclaimer_keeps_its_links_and_paragraphs_in_every_format(runs: Trial) -> None:
    published(runs(marked(runs.library), "--formats=csv,html,json,sqlite,xlsx"))
    folder = runs.library / "exports" / "latest"
    words = "Videos are chosen by our policy. They are not endorsements."
    markdown = MARKED.replace("\\n", "\n")
    carried = {"id": "videos", "text": words, "markdown": markdown}
    section = json.loads((folder / "json/strategies/example.json").read_text("utf-8"))["sections"][2]
    assert section["disclaimer"] == carried
    assert '<a href="https://example.org/choice">our policy</a>' in section["html"]
    assert "> " + markdown.replace("\n\n", "\n>\n> ") in (folder / "README.md").read_text("utf-8")
    item = markdown.replace("\n\n", "\n\n  ")
    assert f"\n- {item}\n" in (folder / "html/llms.txt").read_text("utf-8")
    link = '<a rel="external noopener" referrerpolicy="no-referrer" href="https://example.org/choice">our policy</a>'
    html = f"<p>Videos are <em>chosen</em> by {link}.</p>\n<p>They are <strong>not</strong> endorsements.</p></div>"
    assert f'<div class="note">{html}' in (folder / "html/about/index.html").read_text("utf-8")
    assert f'<div class="note" role="note">{html}' in (folder / "html/product-design/index.html").read_text("utf-8")
    assert "Offer a short" not in words
    lines = (folder / "json/chunks.jsonl").read_text("utf-8").splitlines()
    chunk = next(line for line in lines if '"example#product' in line)
    assert json.loads(chunk)["text"].startswith("Offer a short, private space")
    with closing(sqlite3.connect(folder / "sqlite/library.sqlite")) as database:
        query = "SELECT text, disclaimer FROM sections WHERE strategy = 'example' AND disclaimer IS NOT NULL"
        found = {disclaimer: text for text, disclaimer in database.execute(query)}
    assert found[words].startswith("Offer a short, private space")


@pytest.mark.parametrize(
    ("old", "new"),
    [("https://example.org/choice", "https://example.org/other"), ("**not**", "not"), ("*chosen*", "chosen")],
)
def test_a_disclaimer_with_other_marks_is_forged(runs: Trial, run: Run, old: str, new: str) -> None:
    """Another link or emphasis beside the words than in the section."""
    published(runs(marked(runs.library), "--formats=json"))
    release = (runs.library / "exports" / "latest").resolve()
    for path in (release / "json").rglob("*.json*"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(MARKED, MARKED.replace(old, new)), "utf-8")
    outcome = run("verify", "exports", folder=runs.library)
    assert outcome.code == 1
    assert "lacks links or emphasis of the disclaimer `videos`" in outcome.out


@pytest.mark.parametrize("file", ["llms.txt", "about/index.html", "product-design/index.html"])
def test_a_page_with_another_link_in_a_disclaimer_is_forged(runs: Trial, file: str) -> None:
    published(runs(marked(runs.library), "--formats=html,json"))
    bundle = copied((runs.library / "exports/latest").resolve(), runs.library.parent / "bundle")
    path = bundle / "html" / file
    text = path.read_text("utf-8")
    assert "https://example.org/choice" in text
    path.write_text(text.replace("example.org/choice", "example.org/other"), "utf-8")
    resign(bundle)
    assert {fault.partition(": ")[0] for fault in faults(bundle)} >= {f"html/{file}"}


# --- limits ---


@pytest.mark.parametrize("limit", ["data_file_size = 100", "data_file_nodes = 10", "yaml_depth = 2", "file_size = 10"])
def test_files_beyond_the_limits_are_found(runs: Trial, limit: str) -> None:
    outcome = runs({"strategies.toml": f"[limits]\n{limit}\n"})
    assert "over-limit" in outcome.check.rules
    assert outcome.export.code == 1


def test_house_rules_of_the_package_are_not_measured_by_a_library(runs: Trial) -> None:
    outcome = runs({"strategies.toml": "[limits]\ndata_file_size = 500\n"})
    assert set(outcome.check.paths) == {"content/references.yaml", "content/vocabulary/factors.yaml"}


@pytest.mark.parametrize("number", ["0", "-1", "1000000000000", "1.5", "true", '"5"'])
def test_absurd_limits_are_told_of(runs: Trial, number: str) -> None:
    outcome = runs({"strategies.toml": f"[limits]\nfile_size = {number}\n"})
    assert outcome.check.code == outcome.export.code == 2
    assert "strategies.toml:2:1 error invalid-configuration" in outcome.check.err


# --- nothing to publish ---


@pytest.mark.parametrize("status", ["draft", "retired", ""])
def test_a_library_without_a_published_page_is_exported(runs: Trial, run: Run, status: str) -> None:
    shutil.rmtree(runs.library / "content" / "strategies")
    text = GOOD.replace("status: published", f"status: {status}").replace(TRUST, "trust")
    text = text.replace("related: [building-trust, lateral-reading]", "related: []")
    outcome = runs({PAGE: text} if status else {}, "--archive", "--formats=csv,html,json,sqlite,xlsx", search=True)
    published(outcome)
    assert outcome.export.out.startswith("0 strategies exported")
    assert "data-search=" not in (runs.library / "exports/latest/html/index.html").read_text(encoding="utf-8")
    assert run("coverage", TODAY, folder=runs.library).code == 0


def test_the_last_published_page_may_go(runs: Trial, run: Run) -> None:
    published(runs({PAGE: GOOD}, search=True))
    for path in (runs.library / "content" / "strategies").iterdir():
        text = path.read_text("utf-8").replace("status: published", "status: draft")
        path.write_text(text.replace("replaced_by: student-voice\n", ""), "utf-8")
    assert run("export", TODAY, folder=runs.library).code == 0
    assert run("verify", "exports", folder=runs.library).code == 0
    assert not (runs.library / "exports/latest/html/pagefind").exists()


# --- pages that are not published yet ---


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Exit Notes\nstatus: idea\n---\n",
        "---\nstatus: idea\nfactors: []\nsummary:\n---\nTODO: ask the reading group.\n\n## Overview\n\n## Tips\n",
        GOOD.replace("status: published", "status: draft").replace("On Fridays", "TODO: a scene. On Fridays"),
        GOOD.replace("status: published", "status: draft").split("## Design")[0],
    ],
)
def test_an_unfinished_page_stops_nothing(runs: Trial, text: str) -> None:
    outcome = runs({PAGE: text})
    published(outcome)
    assert "error" not in outcome.check.out.replace("0 errors", "")
    assert "  left out: example (" in outcome.export.out
    assert not (runs.library / "exports/latest/json/strategies/example.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("factors: [motivation", "factors: [motivatoin", "unknown-factor"),
        ("> Videos are chosen", "> Videos are carefully chosen", "altered-disclaimer"),
        ("On Fridays", "<b>On Fridays</b>", "raw-html"),
    ],
)
def test_names_disclaimers_and_safety_are_no_matter_of_finish(runs: Trial, old: str, new: str, rule: str) -> None:
    text = GOOD.replace("status: published", "status: idea").replace(old, new)
    assert rule in runs({PAGE: text}).check.rules
    assert not (runs.library / "exports").exists()


def test_a_scheduled_page_is_published_on_its_day(runs: Trial, run: Run) -> None:
    write(runs.library, PAGE, GOOD.replace("status: published", "status: published\npublish_on: 2027-01-04"))
    before = run("export", "--no-search", "--today=2027-01-03", folder=runs.library)
    assert "  left out: example (scheduled for 2027-01-04)" in before.out
    assert before.out.startswith("3 strategies")
    assert run("export", "--no-search", "--today=2027-01-04", folder=runs.library).out.startswith("4 strategies")
    assert run("verify", "exports", folder=runs.library).code == 0


# --- a library's own theme ---


def test_a_section_may_begin_with_code_whose_first_line_is_blank(runs: Trial) -> None:
    page = (runs.library / PAGES / "student-voice.md").read_text(encoding="utf-8")
    code = "\n```\n\nx = 1\n```\n"
    text = page.replace("## Overview\n", f"## Overview\n{code}")
    disclaimer = re.search(r"\n## Design It into Your Product\n\n> .*\n", text)
    assert disclaimer
    published(runs({f"{PAGES}/student-voice.md": text.replace(disclaimer[0], disclaimer[0] + code)}))


def test_broken_house_rules_are_the_fault_and_not_the_sections_of_pages(runs: Trial) -> None:
    """Random histories found it: a page was rendered by rules that know none of its sections."""
    policy = (LIBRARY.parent.parent / "schemas/strategy-page.yaml").read_text(encoding="utf-8")
    sections = "sections:\n  - {id: steps, heading: Steps}\n"
    assert "\nsections:\n" in policy
    pages = {page.relative_to(runs.library).as_posix(): page for page in (runs.library / PAGES).glob("*.md")}
    texts = {path: page.read_text(encoding="utf-8") for path, page in pages.items()}
    texts = {path: text.replace("\n## ", "\n## Steps\n\nAsk.\n\n## ", 1) for path, text in texts.items()}
    policy = policy.replace("sections:\n", sections).replace(
        "generated_headings:", "generated: {}\ngenerated_headings:"
    )
    outcome = runs({"schemas/strategy-page.yaml": policy, **texts}, "--no-cache")  # the check before it is remembered
    assert (outcome.check.code, outcome.export.code) == (1, 1)
    assert "bug in the pipeline" not in outcome.export.err


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("<p>\n{% if %}", 2),
        ("\n\n{{ nobody }}", 3),
        ("{% extends 'gone.html' %}", 1),
        ("{% include 'strategy.html' %}", 1),
        ("{{ [1] | join(1, 2, 3) }}", 1),
        ("<p>\n{{ library.nme }}", 2),
        ("<p>Nothing.</p>", 1),
        ("", 1),
    ],
)
def test_check_finds_templates_that_cannot_make_a_page(runs: Trial, template: str, line: int) -> None:
    refused(runs({"templates/strategy.html": template}), "broken-template", f"templates/strategy.html:{line}:1")


def test_a_theme_that_drops_a_note_is_told_so(runs: Trial) -> None:
    noted = (runs.library / "content/library.yaml").read_text("utf-8") + "notes: {overview: Made up.}\n"
    packaged = (resources.files("pipeline.publish.exporters.html_site") / "templates/strategy.html").read_text("utf-8")
    template = packaged.replace("{{ section.note }}", "")
    assert template != packaged
    outcome = runs({"content/library.yaml": noted, "templates/strategy.html": template})
    theirs(outcome, "section `overview` does not say, in its place: `Made up.`")


def test_a_theme_that_drops_a_disclaimer_is_told_so(runs: Trial) -> None:
    text = '{% extends "default/about.html" %}{% block main %}About.{% endblock %}'
    outcome = runs({"templates/about.html": text})
    theirs(outcome, "theme (templates/about.html)", "html/about/index.html: it lacks the disclaimer `videos`")


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("static/theme.css", b"\xff", "static/theme.css cannot be read as UTF-8"),
        ("static/theme.css", b"main { background: url(gone.png) }", "static/theme.css: the link `gone.png` leads to"),
        ("static/a/more.css", b"\xff", "static/a/more.css: it cannot be read as UTF-8"),
        ("static/more.html", b"<a href='gone.html'>x</a>", "static/more.html: the link `gone.html` leads to"),
        ("static/more.md", b"[x](gone.md)", "static/more.md: the link `gone.md` leads to"),
    ],
)
def test_a_static_file_that_breaks_the_site_is_named(runs: Trial, path: str, data: bytes, words: str) -> None:
    theirs(runs({path: data}), words)


def test_static_files_take_no_place_of_generated_ones(runs: Trial) -> None:
    names = ("Index.html", "assets/site.css", "manifest.json", "strategies/more.txt", "v/1.0.0/x.txt")
    others = ("robots.txt", "strategies.txt", "strategies/more/index.html", "a/index.html")
    outcome = runs(dict.fromkeys((f"static/{name}" for name in (*names, *others)), "x"))
    assert outcome.check.rules == ["reserved-file-name"] * len(names)
    assert outcome.check.paths == [f"static/{name}" for name in names]
    assert outcome.export.code == 1


def test_an_address_of_a_static_file_as_it_was_before_is_named_with_the_present_one(runs: Trial) -> None:
    styles = "main { background: url(../static/logo.svg) }"
    theirs(
        runs({"static/theme.css": styles, "static/logo.svg": "<svg/>"}),
        "static/theme.css: the link `../static/logo.svg` leads to html/static/logo.svg, which is not there; "
        "files of static are at the top of the site now, so this one is html/logo.svg",
    )


def test_a_static_file_can_keep_its_former_address(runs: Trial) -> None:
    styles = "main { background: url(../static/logo.svg) }"
    published(runs({"static/theme.css": styles, "static/static/logo.svg": "<svg/>"}))


# --- notes ---


@pytest.mark.parametrize(
    "note",
    ["[//]: # (Ask Ms. Lee.)", "[comment]: <> (Ask Ms. Lee.)", '[_]: - "Ask Ms. Lee."', "> [//]: #Ask-Ms-Lee"],
)
def test_hidden_notes_are_found(runs: Trial, note: str) -> None:
    outcome = runs({PAGE: GOOD.replace("On Fridays", f"{note}\n\nOn Fridays")})
    refused(outcome, "unseen-text", f"{PAGE}:15:")
