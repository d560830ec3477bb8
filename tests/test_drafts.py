"""Pages as word processors, web pages and chat programs leave them, and what fixing makes of them.

Each `tests/drafts/<name>.md` was pasted: from a word processor as plain text, from a web page and from a document with
tracked changes by way of pandoc. `<name>.mended` is what `fix --unsafe` makes of it, `<name>.left` what a person must
answer then.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pytest
from conftest import HERE, expect
from examples import GOOD_PAGE, PAGE
from test_fix import ALL, SAFE, check_with, fixed, hold_the_promises

from pipeline.model.diagnostics import Severity
from pipeline.model.report import Report
from pipeline.source.parse import Body, Limits, parse_page
from pipeline.source.text import Source

DRAFTS = sorted((HERE / "drafts").glob("*.md"))
# Words of marks, which readers were never meant to see, and what reviewers took out or said.
MARKS = {
    "word-processor": {"JS", "o", "amp"},
    "web-page": {
        "nbsp",
        "ndash",
        "mark",
        "target",
        "blank",
        "tip",
        "www",
        "google",
        "com",
        "url",
        "q",
        "sa",
        "D",
        "https",
    },
    "tracked-changes": {"often", "deletion", "insertion", "author", "Ben", "date", "T", "Z"}
    | {"Is", "this", "true", "of", "all", "comment", "start", "end", "id", "utm", "source", "newsletter"},
}
WORD = re.compile(r"[^\W\d_]+")


def findings(report: Report) -> list[str]:
    """What is found on the page, but for infos."""
    shown = [found for found in report.diagnostics if found.span.path == PAGE and found.severity is not Severity.INFO]
    return [f"{found.rule}: {found.message}" for found in shown]


def words(text: str) -> Counter[str]:
    """Runs of letters, those of `m²` as those of `m2`."""
    return Counter(WORD.findall(normalize("NFKC", text)))


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.stem)
def test_a_draft_is_mended_by_its_messages(draft: Path, regenerate: bool) -> None:
    text = draft.read_text(encoding="utf-8")
    base = (Source(PAGE, text),)
    assert len(findings(check_with(base, {}))) >= 8
    outcome = fixed(base, ALL)
    mended = outcome.sources[PAGE].text
    expect(mended, draft.with_suffix(".mended"), regenerate)
    expect("\n".join([*findings(outcome.report), ""]), draft.with_suffix(".left"), regenerate)
    assert set(words(text) - words(mended)) <= MARKS[draft.stem]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.stem)
def test_fixes_of_drafts_keep_their_promises(draft: Path) -> None:
    base = (Source(PAGE, draft.read_text(encoding="utf-8")),)
    for safeties in (SAFE, ALL):
        assert hold_the_promises(base, safeties)


# Pieces of text of every kind that a paste leaves, each a block of its own; words of its marks begin with `zz`.
BLOCKS = (
    "• One pen\n• Two slips\no\tthree heaps",
    "\uf0b7\tFirst\n\n\uf0b7\tSecond",
    "-Look back\n-Look on",
    "– Look back\n– Look on\nand go",
    "1.Ask\n2.Wait",
    "- • Twice\n- • marked",
    "Day\tTask\nMonday\tPlan",
    "| Day | Task |\n| Monday | Plan \\| go |\nbelow",
    "| Day | Task |\n| --- | --- |\n| Monday | Plan |\n\n| Tuesday | Go |",
    "+-----+------+\n| Day | Task |\n+=====+======+\n| Mon | Plan |\n+-----+------+",
    "  Day      Task\n  -------- -----------\n  Monday   Look back\nafter",
    "Words [ZZ1] and [gone]{.zzmark} stay.",
    'Words [more]{.insertion author="zz"} and {++new++} stay.',
    "See https://example.org/a_(b), www.example.org/c and doi:10.1000/182.",
    "https://youtu.be/abcdefghijk",
    "[Guide](https://www.google.com/url?q=https://example.org/d&sa=zz) and [more](https://example.org/e?utm_source=zz).",
    "> [!NOTE]\n> Keep it short.",
    ":::zztip\nKeep it short.\n:::",
    "::: {.zzbox}\n- [ ] one\n- [x] two\n:::",
    '!!! note "Tip"\n    Keep it short.',
    "### Scene {#zz}",
    "Use ==short== words of H~2~O and 10^2^ -- really---so ''slanted''.",
    "    Learners write one line in a notebook, and nobody reads it.",
    "\tLearners write one line in a notebook.\n\n\tThen they wait for the bell.\nafter",
    "theyâ€™d go to the Ã©cole",
    "\u00a0\n\nafter\n\u00a0\nthat",
    "=========",
    "Name :smile: and $x_1$ and [@ruiz2024] stay {{< zz >}}.",
    "[words] (https://example.org/f) and **bold",
    "Ask the the class.\n- item\nAfter that, go.",
)
PLACES = ("\n## Example", "\n## Design It", "\n## Additional", "\n- Others finish", "\n\n- Some draw")
TITLES = (
    '"Weekly  Reflection "',
    "“Weekly Reflection”",
    "Weekly&nbsp;Reflection",
    "Weekly\u00a0Reflection",
    "Weekly **Reflection**",
)
ENTRIES = (
    "• [Talk](https://example.org/talk): a guide",
    "- Talk: https://example.org/talk – a guide",
    "Talk, https://example.org/talk",
)
# Letters that are gone with the marks they are part of.
GONE = re.compile(
    r"zz\w*|ZZ1|\b(?:o|insertion|author|google|utm_source|sa|url|q|nbsp|the|note|NOTE|x|com|www|https|\d)\b|[âÃ€™©]\w*"
)


def messy_page(seed: int) -> str:
    """A good page with pieces of a paste in it, the same for the same seed."""
    chance = random.Random(seed)
    page = GOOD_PAGE
    for block in chance.sample(BLOCKS, chance.randint(3, 7)):
        page = page.replace(place := chance.choice(PLACES), f"\n{block}\n{place}", 1)
    if chance.random() < 0.5:
        page = page.replace("title: Weekly Reflection", f"title: {chance.choice(TITLES)}")
    if chance.random() < 0.5:
        page = page.replace("\n### Examples", f"\n{chance.choice(ENTRIES)}\n\n### Examples")
    return page.replace("\n", "\r\n") if chance.random() < 0.2 else page


def body_of(text: str) -> Body:
    body = parse_page(Source(PAGE, text), Limits()).body
    assert body is not None
    return body


def assert_fixes_do_no_harm(page: str) -> None:
    """Nothing worse, no twin section, no word lost, for safe fixes and for all."""
    base = (Source(PAGE, page),)
    before = {line.partition(":")[0] for line in findings(check_with(base, {}))}
    for safeties in (SAFE, ALL):
        outcome = hold_the_promises(base, safeties)
        if outcome is None or PAGE not in outcome.sources:
            continue
        after = outcome.sources[PAGE].text
        worse = {line.partition(":")[0] for line in findings(outcome.report)} - before
        # A line that has become a resource may lack its description.
        assert worse <= {"undescribed-resource"}
        headings = [section.title for section in body_of(after).sections]
        assert headings == [section.title for section in body_of(page).sections]
        lost = words(GONE.sub(" ", page)) - words(GONE.sub(" ", after))
        assert not lost, f"words that a fix loses: {sorted(lost)}"


@pytest.mark.parametrize("seed", range(16))
def test_fixes_of_messy_pages_do_no_harm(seed: int) -> None:
    assert_fixes_do_no_harm(messy_page(seed))


def test_every_piece_is_told_of() -> None:
    """By at least one finding, of which none is an error that follows from another."""
    for block in BLOCKS:
        page = GOOD_PAGE.replace("\n## Example", f"\n{block}\n\n## Example", 1)
        assert findings(check_with((Source(PAGE, page),), {})), block
