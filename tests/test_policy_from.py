"""`--policy-from`: what a pull request makes of its own rules counts for nothing, and a reviewer is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import TODAY, VOICE, Run
from conftest import LIBRARY
from repository import ROOT, Repository, environment

from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.guarded_info import with_guarded_fields
from pipeline.source.parse import Limits

POLICY = "schemas/strategy-page.yaml"
SETTINGS = "strategies.toml"
INFO = "content/library.yaml"
FROM = ("--policy-from", "main")


@pytest.fixture
def pull(tmp_path: Path) -> Repository:
    """A library with a page policy, committed on `main`, with the branch `change` checked out."""
    made = Repository.create(
        tmp_path / "pull",
        environment(tmp_path),
        {"content": LIBRARY / "content", "schemas": ROOT / "schemas"},
    )
    write(made, SETTINGS, '[severity]\nvague-link-text = "error"\n')
    write(made, "static/theme.css", ":root{--accent:navy}")
    write(made, "templates/blocks/footer.html", "<p>Ours</p>")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "all")
    made.git("checkout", "--quiet", "-b", "change")
    return made


def write(repository: Repository, path: str, text: str) -> None:
    target = repository.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def replaced(repository: Repository, path: str, old: str, new: str) -> None:
    repository.edit(path, old, new)


def without_notices(repository: Repository) -> None:
    """Take a disclaimer off the pages, and out of the page policy."""
    policy = (repository.folder / POLICY).read_text(encoding="utf-8")
    write(repository, POLICY, policy.replace("    disclaimer: videos\n", ""))
    for page in (repository.folder / "content/strategies").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        start = text.find("Videos are chosen")
        if start >= 0:
            page.write_text(text[:start] + text[text.index("\n\n", start) + 2 :], encoding="utf-8")


def test_an_unchanged_policy_is_no_finding(run: Run, pull: Repository, own_memo: None) -> None:
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert (outcome.code, outcome.rules) == (0, [])


def test_notices_taken_off_the_pages_and_out_of_the_policy(run: Run, pull: Repository, own_memo: None) -> None:
    without_notices(pull)
    assert run("check", TODAY, folder=pull.folder).code == 0, "unguarded, it is green"
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert outcome.code == 1
    assert "missing-disclaimer" in outcome.rules
    assert "this change alters the page policy: disclaimer `videos` is no longer required" in outcome.out
    assert "it has no effect yet" in outcome.out


def test_a_rule_switched_off(run: Run, pull: Repository, own_memo: None) -> None:
    write(pull, SETTINGS, '[severity]\nplaceholder-text = "off"\n')
    replaced(pull, VOICE, "## Overview\n\n", "## Overview\n\nTODO: write this. ")
    assert run("check", TODAY, folder=pull.folder).code == 0
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert "placeholder-text" in outcome.rules
    assert f"{SETTINGS}:2:1 warning changed-policy" in outcome.heads
    assert "the rule `placeholder-text` is off" in outcome.out


ATTACKS = {
    "template": (
        "templates/blocks/footer.html",
        "<p>{{ 1 }}</p>",
        "this change alters the template `blocks/footer.html`",
    ),
    "new-template": ("templates/about.html", "<p>{{ 1 }}</p>", "this change adds the template `about.html`"),
    "style": ("static/theme.css", ".note{display:none}", "this change alters the file `theme.css` of the site"),
    "script": ("static/own.js", "alert(1)", "this change adds the file `own.js` of the site"),
    "words": ("translations/en.po", 'msgid ""\nmsgstr ""\n', "this change adds words of the site, `en.po`"),
    "translated": ("schemas/strategy-page.es.yaml", "disclaimers: []\n", "the page policy in the language `es`"),
    "broken-settings": (SETTINGS, "[severity\n", "this change makes settings that cannot be used"),
    "broken-policy": (POLICY, "sections: 5\n", "this change alters the page policy: it cannot be read"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_no_such_file_of_a_change_is_read(
    name: str, run: Run, pull: Repository, tmp_path: Path, own_memo: None
) -> None:
    path, text, words = ATTACKS[name]
    write(pull, path, text)
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert (outcome.code, outcome.rules, words in outcome.out) == (0, ["changed-policy"], True), outcome.out
    assert [head.startswith(f"{path}:1:") for head in outcome.heads] == [True]


def test_a_fault_of_the_policy_as_it_was_is_shown_at_its_line_now(run: Run, pull: Repository, own_memo: None) -> None:
    """Else what stands there, and a fix, would be those of another line."""
    replaced(pull, POLICY, "    required: true\n    min_words: 40\n", "    required: perhaps\n    min_words: 40\n")
    pull.git("commit", "--quiet", "--all", "--message", "a fault")
    policy = (pull.folder / POLICY).read_text(encoding="utf-8")
    line = policy.splitlines().index("    required: perhaps") + 1
    write(pull, POLICY, "# Ours\n# and theirs\n" + policy.replace("disclaimer: videos", "disclaimer: resources", 1))
    outcome = run("check", TODAY, "--policy-from", "HEAD", folder=pull.folder)
    assert f"{POLICY}:{line + 2}:15 error invalid-policy" in outcome.heads
    assert "changed-policy" in outcome.rules
    write(pull, POLICY, "sections: []\n")
    heads = run("check", TODAY, "--policy-from", "HEAD", folder=pull.folder).heads
    assert [head for head in heads if head.endswith("invalid-policy")] == [f"{POLICY}:1:13 error invalid-policy"]


def test_an_export_has_nothing_of_them(run: Run, pull: Repository, tmp_path: Path, own_memo: None) -> None:
    base = run("export", TODAY, *FROM, "--out", str(tmp_path / "base"), folder=pull.folder)
    assert (base.code, base.err) == (0, "")
    for path, text, _ in ATTACKS.values():
        write(pull, path, text)
    pull.git("rm", "--quiet", "--force", "static/theme.css")
    with (pull.folder / INFO).open("a", encoding="utf-8") as file:
        file.write(
            "csp:\n  script-src: [https://evil.example.org]\nanalytics: {script: https://evil.example.org/x.js}\n"
        )
    guarded = run("export", TODAY, *FROM, "--out", str(tmp_path / "guarded"), folder=pull.folder)
    assert guarded.code == 0
    assert "this change takes away the file `theme.css` of the site" in guarded.err
    assert "content/library.yaml:7: this change adds `csp` of the library" in guarded.err
    assert files(tmp_path / "base") == files(tmp_path / "guarded")


def files(out: Path) -> dict[str, bytes]:
    """The files of a release, but for what says where it comes from."""
    release = (out / "latest").resolve()
    found = {path.relative_to(release).as_posix(): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    return {path: data for path, data in found.items() if "provenance" not in path}


def test_a_comparison_goes_by_that_policy(run: Run, pull: Repository, own_memo: None) -> None:
    without_notices(pull)
    outcome = run("diff", TODAY, "main", *FROM, folder=pull.folder)
    assert outcome.code == 1
    assert "missing-disclaimer" in outcome.out
    assert "disclaimer `videos` is no longer required" in outcome.err
    assert run("diff", TODAY, "main", "HEAD", *FROM, folder=pull.folder).code == 2


def test_new_comments_that_hide_findings_are_told(run: Run, pull: Repository, own_memo: None) -> None:
    comment = "<!-- strategies: ignore doubled-word -- it is a name -->"
    replaced(pull, VOICE, "## Overview\n\n", f"## Overview\n\n{comment}\nThe the word. ")
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert outcome.rules == ["changed-policy"]
    assert "this change hides what `doubled-word` finds here" in outcome.out
    pull.git("commit", "--quiet", "--all", "--message", "hide")
    assert run("check", TODAY, "--policy-from", "HEAD", folder=pull.folder).rules == []


def test_a_baseline_is_that_of_the_commit(run: Run, pull: Repository, own_memo: None) -> None:
    pull.edit(VOICE, "## Overview\n\n", "## Overview\n\nThe the word. ")
    known = ("--baseline", "known.json")
    assert run("check", TODAY, *known, "--update-baseline", "--fail-on", "warning", folder=pull.folder).code == 0
    assert run("check", TODAY, *known, "--fail-on", "warning", folder=pull.folder).code == 0
    outcome = run("check", TODAY, *known, *FROM, "--fail-on", "warning", folder=pull.folder)
    assert (outcome.code, outcome.rules) == (1, ["doubled-word"])
    assert "this change alters known.json, which says what findings to hide; that of `main` is used" in outcome.err
    assert run("check", TODAY, *known, *FROM, "--update-baseline", folder=pull.folder).code == 2
    pull.git("add", "--all")
    pull.git("commit", "--quiet", "--message", "known")
    assert run("check", TODAY, *known, "--policy-from", "HEAD", "--fail-on", "warning", folder=pull.folder).code == 0


def test_limits_that_a_change_raises(run: Run, pull: Repository, own_memo: None) -> None:
    write(pull, SETTINGS, '[severity]\nvague-link-text = "error"\n[limits]\nyaml_depth = 64\n')
    replaced(pull, VOICE, "factors: [", f"authors: {'[' * 20}Ada{']' * 20}\nfactors: [")
    assert "over-limit" not in run("check", TODAY, folder=pull.folder).rules
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert sorted(outcome.rules) == ["changed-policy", "over-limit"]
    assert "the setting `limits.yaml_depth` becomes `64` instead of `16`" in outcome.out


def test_no_baseline_hides_these_findings(run: Run, pull: Repository, own_memo: None) -> None:
    message = "this change alters how content is checked: the rule `vague-link-text` is off"
    text = 'vague-link-text = "off"'
    known = {"path": SETTINGS, "rule": "changed-policy", "text": text, "message": message, "times": 9}
    write(pull, "known.json", json.dumps({"version": 1, "findings": [known]}))
    pull.git("add", "--all")
    pull.git("commit", "--quiet", "--message", "known")
    write(pull, SETTINGS, f"[severity]\n{text}\n")
    outcome = run("check", TODAY, "--policy-from", "HEAD", "--baseline", "known.json", folder=pull.folder)
    assert outcome.rules == ["changed-policy"]
    assert message in outcome.out


def test_what_is_staged_and_what_changed_can_be_asked_for_as_well(run: Run, pull: Repository, own_memo: None) -> None:
    pull.edit(VOICE, "## Overview\n\n", "## Overview\n\nThe the word. ")
    pull.git("add", "--all")
    without_notices(pull)
    staged = run("check", TODAY, *FROM, "--staged", folder=pull.folder)
    assert staged.rules == ["doubled-word"]
    changed = run("check", TODAY, *FROM, "--changed-since", "main", VOICE, folder=pull.folder)
    assert "changed-policy" in changed.rules


def test_these_findings_are_explained(run: Run, pull: Repository, own_memo: None) -> None:
    """As every name that a finding can bear."""
    write(pull, "static/own.js", "alert(1)")
    explained = run("explain", "changed-policy")
    assert (explained.code, "a reviewer looks at it as at code" in explained.out) == (0, True)
    assert run("explain", "invalid-configuration").code == 0
    report = json.loads(run("check", TODAY, *FROM, "--format", "sarif", folder=pull.folder).out)["runs"][0]
    assert [rule["id"] for rule in report["tool"]["driver"]["rules"]] == ["changed-policy"]
    assert [result["ruleIndex"] for result in report["results"]] == [0]
    found = json.loads(run("check", TODAY, *FROM, "--format", "json", folder=pull.folder).out)["diagnostics"]
    assert [each["url"].rpartition("#")[2] for each in found] == ["changed-policy"]
    assert "### changed-policy\n" in (ROOT / "docs/rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["json", "github", "sarif", "junit", "gitlab", "rdjson"])
def test_each_format_has_these_findings(format_: str, run: Run, pull: Repository, own_memo: None) -> None:
    for path, text, _ in ATTACKS.values():
        write(pull, path, text)
    pull.git("rm", "--quiet", "--force", "static/theme.css")
    outcome = run("check", TODAY, *FROM, "--format", format_, folder=pull.folder)
    assert outcome.code == 0
    assert outcome.out.count("changed-policy") >= len(ATTACKS)


def test_without_such_a_commit_nothing_is_checked(run: Run, pull: Repository, library: Path, own_memo: None) -> None:
    missing = run("check", TODAY, "--policy-from", "mian", folder=pull.folder)
    assert (missing.code, "did you mean `main`?" in missing.err) == (2, True)
    without_git = run("check", TODAY, *FROM, folder=library)
    assert (without_git.code, "needs a git repository" in without_git.err) == (2, True)
    pull.git("commit", "--quiet", "--all", "--allow-empty", "--message", "second")
    shallow = pull.folder.parent / "shallow"
    pull.git("clone", "--quiet", "--depth", "1", f"file://{pull.folder}", str(shallow))
    outcome = run("check", TODAY, "--policy-from", "HEAD^", folder=shallow)
    assert (outcome.code, "this clone is shallow" in outcome.err) == (2, True)


def test_a_library_that_was_not_there_is_checked_by_packaged_rules(run: Run, pull: Repository, own_memo: None) -> None:
    pull.git("checkout", "--quiet", "--orphan", "empty")
    pull.git("rm", "--quiet", "-r", "--cached", ".")
    pull.git("commit", "--quiet", "--allow-empty", "--message", "nothing")
    write(pull, SETTINGS, '[severity]\nplaceholder-text = "off"\n')
    outcome = run("check", TODAY, "--policy-from", "empty", folder=pull.folder)
    assert "`empty` has no content/library.yaml here" in outcome.err
    assert "changed-policy" in outcome.rules


def test_links_and_pipes_of_a_change_are_not_followed(
    run: Run, pull: Repository, tmp_path: Path, own_memo: None
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.md").write_text("secret", encoding="utf-8")
    (pull.folder / "content/strategies/leak.md").symlink_to(tmp_path / "outside/secret.md")
    (pull.folder / "content/strategies/folder").symlink_to(tmp_path / "outside")
    outcome = run("check", TODAY, *FROM, folder=pull.folder)
    assert outcome.rules == ["unreadable-file", "unreadable-file"]
    assert "secret\n" not in outcome.out


BEFORE = b"title: Ours\nlanguage: en\ncsp:\n  font-src: [self]\nnotes: {a: b}\n"
AFTER = b"title: New\nlanguage: de\nlicence: X\nnotes:\n  a: c\nanalytics:\n  script: x\nversion: 2.0.0"


def test_guarded_fields_are_those_before_and_other_lines_stay() -> None:
    expected = (
        "title: New\n\nlicence: X\n\n\n\n\nversion: 2.0.0\nlanguage: en\ncsp:\n  font-src: [self]\nnotes: {a: b}\n"
    )
    assert with_guarded_fields(AFTER, BEFORE, Limits()).decode() == expected
    for unusual in (b"? title\n: New\nown:\n  a: b\n", b"title: New\n...\n", b"{title: New}"):
        with pytest.raises(EnvironmentFault):
            with_guarded_fields(unusual, BEFORE, Limits())
    assert with_guarded_fields(BEFORE, BEFORE, Limits()) == BEFORE
    assert with_guarded_fields(b"csp: {}\nlanguage: de\n", b"", Limits()).decode() == "\nlanguage: de\n"
