"""`strategies check --baseline`: known findings of adopted pages are hidden, only new ones fail."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from command import PAGES, TODAY, TRUST, VOICE, Run, replace
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lint.baseline import Baseline, BaselineUnreadable, KnownFinding

INSECURE = "- [UDL Guidelines](http://udlguidelines.cast.org/more/frequently-asked-questions): answers."
SECURE = (
    "- [UDL Guidelines](https://udlguidelines.cast.org/more/frequently-asked-questions): answers to common questions."
)


@pytest.fixture
def adopted(library: Path) -> Path:
    """A library with an adopted page that has an error, a warning and an error of a required rule."""
    replace(library / TRUST, SECURE, f"{INSECURE}\n- [UDL Guidelines](https://example.org/x): more more.\n\nTODO: read")
    (library / "strategies.toml").write_text('[severity]\ninsecure-link = "error"\n', encoding="utf-8")
    return library


def check(run: Run, library: Path, *arguments: str | Path) -> tuple[int, list[str], str, str]:
    done = run("check", TODAY, "--baseline", library / "known.json", *arguments, folder=library)
    return done.code, done.rules, done.out, done.err


def test_only_new_findings_fail(run: Run, adopted: Path) -> None:
    before = run("check", TODAY, folder=adopted)
    assert before.code == 1
    assert {"insecure-link", "placeholder-text", "doubled-word"} <= set(before.rules)
    code, rules, out, err = check(run, adopted, "--update-baseline")
    assert (code, rules) == (0, [])
    number = len(before.rules)
    assert f"known.json now knows {number} findings" in err
    assert f"; known.json hides {number} findings" in out
    replace(adopted / VOICE, "## Overview\n", "## Overview\n\nTODO: more\n")
    code, rules, out, _ = check(run, adopted)
    assert (code, rules) == (1, ["placeholder-text"])
    assert f"; known.json hides {number} findings" in out
    assert f"{number} findings known to known.json are not shown" in check(run, adopted, "--format", "github")[3]
    assert json.loads(check(run, adopted, "--format", "json")[2])["summary"]["known"] == number


def test_lines_and_counts_may_move(run: Run, adopted: Path) -> None:
    assert check(run, adopted, "--update-baseline")[0] == 0
    replace(adopted / TRUST, "## Overview\n", "## Overview\n\nA first paragraph, with words that were not there.\n\n")
    code, rules, _, err = check(run, adopted)
    assert (code, rules, err) == (0, [], "")


def test_the_same_finding_twice_is_new_once(run: Run, adopted: Path) -> None:
    assert check(run, adopted, "--update-baseline")[0] == 0
    replace(adopted / TRUST, "TODO: read", "TODO: read\n\nTODO: read")
    assert check(run, adopted)[:2] == (1, ["placeholder-text"])


def test_a_baseline_only_shrinks(run: Run, adopted: Path) -> None:
    check(run, adopted, "--update-baseline")
    file = adopted / "known.json"
    before = Baseline.decode(file.read_text(encoding="utf-8"))
    replace(adopted / TRUST, "more more", "more")
    replace(adopted / VOICE, "## Overview\n", "## Overview\n\nTODO: more\n")
    assert "known.json knows 1 finding too many; --update-baseline takes them out" in check(run, adopted)[3]
    assert Baseline.decode(file.read_text(encoding="utf-8")) == before
    code, rules, _, err = check(run, adopted, "--update-baseline")
    assert (code, rules) == (1, ["placeholder-text"])
    assert f"known.json: 1 finding taken out, {before.size - 1} left" in err
    after = Baseline.decode(file.read_text(encoding="utf-8"))
    assert after.size == before.size - 1
    assert after.known.items() <= before.known.items()


def test_paths_shrink_their_own_part_only(run: Run, adopted: Path) -> None:
    check(run, adopted, "--update-baseline")
    size = Baseline.decode((adopted / "known.json").read_text(encoding="utf-8")).size
    assert check(run, adopted, "--update-baseline", VOICE) == (0, [], check(run, adopted, VOICE)[2], "")
    assert Baseline.decode((adopted / "known.json").read_text(encoding="utf-8")).size == size


def test_a_required_rule_is_never_covered(run: Run, adopted: Path) -> None:
    replace(adopted / TRUST, "factors: [sense-of-belonging, motivation]", "factors: [sense-of-belonging, motivatio]")
    code, rules, _, _ = check(run, adopted, "--update-baseline")
    assert code == 1
    assert "unknown-factor" in rules
    file = adopted / "known.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    assert "unknown-factor" not in {item["rule"] for item in document["findings"]}
    forged = next(item for item in document["findings"] if item["rule"] == "placeholder-text") | {
        "rule": "unknown-factor",
        "text": "motivatio",
        "message": "unknown factor `motivatio`; did you mean `motivation`?",
    }
    file.write_text(json.dumps({"version": 1, "findings": [forged]}), encoding="utf-8")
    assert "unknown-factor" in check(run, adopted)[1]


def test_a_baseline_hides_nothing_from_an_export(run: Run, adopted: Path) -> None:
    check(run, adopted, "--update-baseline")
    assert run("export", TODAY, "--no-search", folder=adopted).code == 1


def test_misuse(run: Run, adopted: Path) -> None:
    assert "there is no known.json; --update-baseline writes it" in check(run, adopted)[3]
    assert "--update-baseline needs --baseline" in run("check", "--update-baseline", folder=adopted).err
    assert "needs all findings" in check(run, adopted, "--update-baseline", "--select", "doubled-word")[3]
    (adopted / "known.json").write_text("[]", encoding="utf-8")
    assert "known.json cannot be used: it is no baseline" in check(run, adopted)[3]


texts = st.text(max_size=20)
finding = st.builds(KnownFinding, texts.map(lambda name: f"{PAGES}/{name}.md"), texts, texts, texts)


@given(st.dictionaries(finding, st.integers(1, 5), max_size=6))
def test_what_is_written_is_read_again(known: dict[KnownFinding, int]) -> None:
    baseline = Baseline(known)
    assert Baseline.decode(baseline.encode()) == baseline
    assert Baseline.decode(baseline.encode()).encode() == baseline.encode()


@given(st.recursive(st.none() | texts | st.integers(), lambda each: st.lists(each) | st.dictionaries(texts, each)))
def test_any_json_is_a_baseline_or_refused(document: object) -> None:
    for text in (json.dumps(document), json.dumps({"version": 1, "findings": document})):
        with suppress(BaselineUnreadable):
            Baseline.decode(text)
