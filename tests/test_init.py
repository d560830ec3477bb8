"""`strategies init`: a library that passes at once, in several languages, like another one, and from existing pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from command import TODAY, Run, at_terminal
from conftest import LIBRARY
from repository import ROOT, SCRIPTS, SYSTEM_PATH, Repository, environment

from pipeline.model.library_info import LibraryInfo
from pipeline.source import writing
from pipeline.source.project import TAG

POLICY, PAGE = "schemas/strategy-page.yaml", "content/strategies/first-page.md"
VIDEOS = "Videos show the practice at work. They are no endorsement of any product."
ALL_FILES = {
    *(".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".github/CODEOWNERS"),
    *(f".github/workflows/{name}.yml" for name in ("check", "links", "publish")),
    *(".vscode/extensions.json", ".vscode/settings.json", "content/library.yaml", PAGE, POLICY),
    *(f"content/vocabulary/{name}.yaml" for name in ("categories", "factors", "learner-models")),
    *(
        f"schemas/{name}.schema.json"
        for name in ("library", "categories", "factors", "learner-models", "references", "strategy-page")
    ),
}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def policy_of(folder: Path) -> dict[str, object]:
    return dict(yaml.safe_load((folder / POLICY).read_text(encoding="utf-8")))


def passes(run: Run, folder: Path) -> None:
    """Check a library without a finding, and export it."""
    checked = run("check", "--no-cache", TODAY, folder=folder)
    assert (checked.code, checked.err) == (0, ""), checked.out
    assert "nothing to mend" in checked.out
    exported = run("export", "--no-cache", "--no-search", TODAY, folder=folder)
    assert exported.code == 0, exported.err
    assert exported.out.startswith("1 strategy exported")


@pytest.mark.parametrize("language", ["en", "de", "es-MX", "fr", "ar", "nl"])
def test_a_new_library_passes_at_once(language: str, tmp_path: Path, run: Run) -> None:
    made = run("init", "a-library", "--language", language, TODAY, folder=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("made a library in a-library: A library\n")
    folder = tmp_path / "a-library"
    assert files_of(folder).keys() == ALL_FILES
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert ("this one is in English" in page) == (language == "nl")
    assert ("Overview" in page) == (language in ("en", "nl"))
    passes(run, folder)


def test_the_same_answers_give_the_same_bytes(tmp_path: Path, run: Run) -> None:
    for name in ("one", "two"):
        run("init", name, "--title", "Field notes", TODAY, folder=tmp_path)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    info = LibraryInfo(**yaml.safe_load((tmp_path / "one/content/library.yaml").read_text(encoding="utf-8")))
    assert info.id == info.model_copy(update={"id": None}).own_id, "an id that was written down is what it was without"


def test_a_library_that_is_not_about_teaching(tmp_path: Path, run: Run) -> None:
    sections = (
        "Signs",
        "summary=In short",
        'What to do first: "stop"',
        "After *the* incident #",
        "إشارات",
        "Step",
        "Step 1",
    )
    options = [option for heading in sections for option in ("--section", heading)]
    information = ("--title", "Patterns: what's #1?", "--publisher", "Ops & Co.", "--licence", "mit")
    made = run("init", *information, *options, "--owner", "@ops/editors", "--tool", "ops/tool@v2.0.0", folder=tmp_path)
    assert made.code == 2, "`summary` is a column of tables already"
    assert "nothing was written" in made.err
    assert files_of(tmp_path) == {}
    options[3] = "In short"
    options += ["--section", "Summary"]
    made = run(
        "init", *information, *options, "--owner", "@ops/editors", "--tool", "ops/tool@v2.0.0", TODAY, folder=tmp_path
    )
    assert made.code == 0, made.err
    assert [(each["id"], each["heading"]) for each in policy_of(tmp_path)["sections"]] == [  # type: ignore[attr-defined]
        ("signs", "Signs"),
        ("in-short", "In short"),
        ("what-to-do-first-stop", 'What to do first: "stop"'),
        ("after-the-incident", "After *the* incident #"),
        ("part-a", "إشارات"),
        ("step", "Step"),
        ("step-1-section", "Step 1"),
        ("summary-section", "Summary"),
    ]
    assert "/schemas/ @ops/editors\n" in (tmp_path / ".github/CODEOWNERS").read_text(encoding="utf-8")
    assert "licence: MIT" in (tmp_path / "content/library.yaml").read_text(encoding="utf-8")
    passes(run, tmp_path)


def test_hooks_and_workflows_take_the_tool_from_where_it_is_kept(tmp_path: Path, run: Run) -> None:
    made = run("init", "--tool", "https://github.com/school/tool", folder=tmp_path)
    assert "OWNER_OF_THE_TOOL" not in made.out
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert hooks["repos"] == [
        {"repo": "https://github.com/school/tool", "rev": TAG, "hooks": [{"id": "strategies-check"}]}
    ]
    for name in ("check", "links", "publish"):
        text = (tmp_path / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
        job = yaml.safe_load(text)["jobs"]["library"]
        called, _, ref = job["uses"].removeprefix("school/tool/").partition("@")
        assert ref == TAG
        offered = yaml.safe_load((ROOT / called).read_text(encoding="utf-8"))
        assert "workflow_call" in offered[True], "`on` is true in YAML 1.1"
        asked: dict[str, str] = {}
        for each in offered["jobs"].values():
            asked |= each.get("permissions", {})
        assert asked.keys() <= job["permissions"].keys(), (
            "GitHub refuses a workflow that asks for more than it is given"
        )
        assert {name for name, level in asked.items() if level == "write"} <= {
            name for name, level in job["permissions"].items() if level == "write"
        }


@pytest.mark.tools
def test_the_workflows_have_the_shape_that_github_takes(tmp_path: Path, run: Run) -> None:
    run("init", folder=tmp_path)
    workflows = sorted((tmp_path / ".github/workflows").iterdir())
    command = [SCRIPTS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_a_real_commit_and_a_real_merge_are_checked(tmp_path: Path, run: Run) -> None:
    library = Repository(tmp_path / "library", environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}"))
    library.folder.mkdir()
    assert run("init", TODAY, folder=library.folder).code == 0
    library.git("init", "--quiet", "--initial-branch=main")
    library.git("add", "--all")
    assert library.run("pre-commit", "install").stdout.count("installed at") == 2
    said = library.run("git", "commit", "--message", "Begin").stdout
    assert re.search(r"^strategies check\.+Passed$", said, re.MULTILINE), said
    # Each branch is right alone: one relates to a page that the other removes.
    page = (library.folder / PAGE).read_text(encoding="utf-8")
    (library.folder / "content/strategies/other.md").write_text(
        page.replace("A First Page", "Another"), encoding="utf-8"
    )
    library.git("add", "--all")
    library.git("commit", "--quiet", "--message", "Add another page")
    library.git("switch", "--quiet", "--create", "branch")
    library.edit(PAGE, "related: []", "related: [other]")
    library.git("commit", "--quiet", "--message", "Relate to it")
    library.git("switch", "--quiet", "main")
    library.git("rm", "--quiet", "content/strategies/other.md")
    library.git("commit", "--quiet", "--message", "Remove it")
    merged = library.run("git", "merge", "branch")
    assert merged.returncode != 0
    assert "unknown strategy `other`" in merged.stdout


@pytest.mark.parametrize("like", ["policy", "library", "bundle", "manifest"])
def test_it_starts_from_the_rules_of_another_library(like: str, tmp_path: Path, run: Run) -> None:
    source = {"policy": ROOT / POLICY, "library": LIBRARY}.get(like)
    if source is None:
        assert (
            run("export", "--no-cache", "--no-search", "--formats", "json", "--out", tmp_path / "out", TODAY).code == 0
        )
        source = tmp_path / "out/latest" / ("manifest.json" if like == "manifest" else "")
    made = run("init", "mine", "--like", source, TODAY, folder=tmp_path)
    assert made.code == 0, made.err
    ours, theirs = policy_of(tmp_path / "mine"), yaml.safe_load((ROOT / POLICY).read_text(encoding="utf-8"))
    for policy in (ours, theirs):
        for section in policy["sections"]:  # type: ignore[attr-defined]
            for unknown in (
                "former_headings",
                "min_words",
                "video",
                *(["required"] if not section.get("required") else []),
            ):
                section.pop(unknown, None)
    assert ours["sections"] == theirs["sections"]
    assert ours["disclaimers"] == theirs["disclaimers"]
    if like in ("policy", "library"):
        assert (tmp_path / "mine" / POLICY).read_bytes() == (ROOT / POLICY).read_bytes(), "with its comments"
    page = (tmp_path / "mine" / PAGE).read_text(encoding="utf-8")
    assert "\n> Videos are chosen as examples" in page
    passes(run, tmp_path / "mine")


def put_pages(folder: Path) -> None:
    """Three pages of another program: two share the order of headings and a quote, one has a heading in capitals."""
    folder.mkdir(parents=True, exist_ok=True)
    body = "# {name}\n\n## When it’s of use\n\nIn May.\n\n## How\n\n> {quote}\n\n{name}.\n\n## {last}\n\nNone.\n"
    for name, quote, last in (("a", VIDEOS, "Sources"), ("b", VIDEOS, "Sources"), ("c", "Other words.", "SOURCES")):
        (folder / f"{name}.md").write_text(body.format(name=name, quote=quote, last=last), encoding="utf-8")
    straight = (folder / "b.md").read_text(encoding="utf-8").replace("’", "'")
    (folder / "b.md").write_text(f"{straight}\n## Only here\n\nYes.\n", encoding="utf-8")


def test_it_proposes_house_rules_from_what_pages_share(tmp_path: Path, run: Run) -> None:
    put_pages(tmp_path / "old")
    (tmp_path / "README.md").write_text("## Notes\n", encoding="utf-8")
    made = run("init", TODAY, folder=tmp_path)
    assert made.code == 0, made.err
    shown = made.out.partition(f"({POLICY}):\n\n")[2].partition("\n\nmade a library")[0]
    assert shown in (tmp_path / POLICY).read_text(encoding="utf-8"), "what is shown is what is written"
    assert policy_of(tmp_path)["sections"] == [
        {"id": "when-its-of-use", "heading": "When it’s of use", "required": True},
        {"id": "how", "heading": "How", "required": True, "disclaimer": "how"},
        {"id": "sources", "heading": "Sources", "former_headings": ["SOURCES"], "required": True},
    ]
    assert policy_of(tmp_path)["disclaimers"] == [{"id": "how", "text": VIDEOS}]
    assert (
        "`strategies import FILE…` makes pages of those that you have (3 pages found here, such as old/a.md)"
        in made.out
    )
    passes(run, tmp_path)


def test_pages_that_are_in_place_need_no_model(tmp_path: Path, run: Run) -> None:
    """Their words for categories and factors become the vocabulary."""
    pages = tmp_path / "content/strategies"
    put_pages(pages)
    head = """---
title: {0} page
summary: A page of another program, about what to do in May and in June.
category: spring
learner_models: [all-of-us]
factors: [light, warmth]
related: []
status: published
updated: 2026-11-01
---

"""
    for page in pages.iterdir():
        body = page.read_text(encoding="utf-8").partition("\n\n")[2].partition("\n## Only")[0]
        body = body.replace("Other words.", VIDEOS).replace("SOURCES", "Sources")
        page.write_text(head.format(page.stem) + body, encoding="utf-8")
    before = files_of(tmp_path)
    made = run("init", TODAY, folder=tmp_path)
    assert made.code == 0, made.err
    after = files_of(tmp_path)
    assert after.keys() == before.keys() | (ALL_FILES - {PAGE})
    assert all(after[path] == data for path, data in before.items())
    assert run("check", "--no-cache", TODAY, folder=tmp_path).code == 0


def test_no_file_is_overwritten(tmp_path: Path, run: Run) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    made = run("init", TODAY, folder=tmp_path)
    assert "kept as they were: .gitignore" in made.out
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    before = files_of(tmp_path)
    again = run("init", TODAY, folder=tmp_path)
    assert again.code == 2
    assert "holds a library already" in again.err
    assert files_of(tmp_path) == before


def test_house_rules_that_are_there_are_kept(tmp_path: Path, run: Run) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / POLICY).write_text("sections: [{id: plan, heading: Plan, required: true}] # ours\n", encoding="utf-8")
    assert run("init", "--section", "Other", folder=tmp_path).code == 2
    assert run("init", TODAY, folder=tmp_path).code == 0
    assert "## Plan\n" in (tmp_path / PAGE).read_text(encoding="utf-8")
    passes(run, tmp_path)


@pytest.mark.parametrize(
    "names", [["factors"], ["categories", "learner-models"], ["factors", "categories", "learner-models"]]
)
def test_a_vocabulary_that_is_there_is_kept_and_used(names: list[str], tmp_path: Path, run: Run) -> None:
    (tmp_path / "content/vocabulary").mkdir(parents=True)
    for name in names:
        path = f"content/vocabulary/{name}.yaml"
        (tmp_path / path).write_bytes((LIBRARY / path).read_bytes())
    made = run("init", TODAY, folder=tmp_path)
    assert made.code == 0, made.err
    assert made.out.count("content/vocabulary/") == len(names)
    assert run("check", "--no-cache", TODAY, folder=tmp_path).code == 0


REFUSED = {
    "a-bad-language": (["--language", "Deutsch!"], "a language is a tag such as"),
    "a-title-of-two-lines": (["--title", "one\ntwo"], "a title is one line"),
    "an-empty-publisher": (["--publisher", " "], "a publisher is one line"),
    "like-and-sections": (["--like", ".", "--section", "x"], "leave out --section"),
    "like-nothing": (["--like", "nowhere"], "no such file"),
    "like-something-else": (["--like", str(ROOT / "README.md")], "holds no house rules of a page"),
    "no-owner": (["--owner", "somebody else"], "is no owner"),
    "no-tool": (["--tool", "https://example.org/x"], "names no repository on GitHub"),
    "no-heading": (["--section", ""], "cannot be the heading"),
    "headings-alike": (["--section", "Plan", "--section", "plan"], "would have errors"),
}


@pytest.mark.parametrize(("options", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_before_anything_is_written(
    options: list[str], reason: str, tmp_path: Path, run: Run
) -> None:
    made = run("init", *options, folder=tmp_path)
    assert made.code == 2
    assert reason in made.err
    assert files_of(tmp_path) == {}


def test_a_link_leads_nowhere_and_a_full_disk_leaves_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/content").symlink_to(tmp_path / "outside")
    assert run("init", "mine", folder=tmp_path).code == 2
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["content"]
    written: list[str] = []

    def full(path: Path, data: bytes) -> None:
        written.append(path.name)
        if len(written) > 3:
            raise OSError(28, "No space left on device", str(path))
        path.write_bytes(data)

    monkeypatch.setattr(writing, "_write_new", full)
    files = {"a/b/c.txt": b"x", "content/library.yaml": b"y", "z.txt": b"z", "y.txt": b"y"}
    with pytest.raises(OSError, match="No space"):
        writing.write_all(tmp_path / "new/er", files, {})
    assert not (tmp_path / "new").exists()


def test_below_the_top_of_a_repository_only_the_library_is_made(tmp_path: Path, run: Run) -> None:
    Repository.create(tmp_path, environment(tmp_path), {})
    made = run("init", "libraries/one", TODAY, folder=tmp_path)
    top = {name for name in ALL_FILES if name.startswith((".github/", ".pre-commit"))}
    assert files_of(tmp_path / "libraries/one").keys() == ALL_FILES - top
    assert "at the top of a repository" in made.out


def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    folder = tmp_path / "spring-notes"
    folder.mkdir()
    code, text = at_terminal(folder, "\nXX\nes\n\nCuándo, Cómo\n", "init", "--publisher", "Us")
    assert code == 0, text
    assert "Title of the library [Spring notes]" in text
    assert "Who publishes it" not in text, "it was said"
    assert "a language is a tag such as en" in text
    info = yaml.safe_load((folder / "content/library.yaml").read_text(encoding="utf-8"))
    assert (info["title"], info["publisher"], info["language"]) == ("Spring notes", "Us", "es")
    assert [each["id"] for each in policy_of(folder)["sections"]] == ["cuando", "como"]  # type: ignore[attr-defined]


METADATA = "Metadata-Version: 2.4\nName: strategy-pipeline\nVersion: 0\n"
NAMED = f"{METADATA}Project-URL: Repository, https://github.com/school/tool\n"
BY_PIP = {"url": "https://github.com/school/tool.git", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}


@pytest.mark.parametrize(
    ("metadata", "origin", "ref"),
    [(NAMED, None, TAG), (METADATA, BY_PIP, "abc123"), (METADATA, {"url": "file:///tool"}, ""), (METADATA, None, "")],
    ids=["named", "installed-from-git", "installed-from-a-folder", "neither"],
)
def test_the_installed_package_says_where_the_tool_is_kept(
    metadata: str, origin: object, ref: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages lead to its documentation on the web unless the library's repository has a copy."""
    package = tmp_path / "site/strategy_pipeline-0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text(metadata, encoding="utf-8")
    if origin:
        (package / "direct_url.json").write_text(json.dumps(origin), encoding="utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
    library = tmp_path / "library"
    run("init", library, TODAY, folder=tmp_path)
    hooks = (library / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert (f"repo: https://github.com/school/tool\n    rev: {ref}\n" in hooks) == bool(ref)
    page = library / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("[clarity]", "[clarty]"), encoding="utf-8")
    docs = f"https://github.com/school/tool/blob/{ref}/docs" if ref else "docs"
    found = json.loads(run("check", "--format", "json", TODAY, folder=library).out)["diagnostics"]
    assert found[0]["url"] == f"{docs}/rules.md#unknown-factor"
    (library / "strategies.toml").write_text("colour = 1\n", encoding="utf-8")
    assert f"described in {docs}/configuration.md" in run("check", folder=library).err
    (library / "strategies.toml").unlink()
    (library / "docs").mkdir()
    (library / "docs/rules.md").write_text("# Rules\n", encoding="utf-8")
    found = json.loads(run("check", "--format", "json", TODAY, folder=library).out)["diagnostics"]
    assert found[0]["url"] == "docs/rules.md#unknown-factor"


def test_several_libraries_in_one_repository(tmp_path: Path, run: Run) -> None:
    """As docs/own-library.md has it: each with --root, from the top, and each commit checks both."""
    library = Repository(tmp_path / "all", environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}"))
    library.folder.mkdir()
    library.git("init", "--quiet", "--initial-branch=main")
    for name in ("one", "two"):
        assert run("init", f"libraries/{name}", TODAY, folder=library.folder).code == 0
    text = (ROOT / "docs/own-library.md").read_text(encoding="utf-8").partition("## Several libraries")[2]
    hooks = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0])
    (hooks["repos"][0]).update(repo="local", rev=None)
    del hooks["repos"][0]["rev"]
    for hook in hooks["repos"][0]["hooks"]:
        hook.update(entry="strategies check --staged", language="system", pass_filenames=False, always_run=True)
    (library.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(hooks), encoding="utf-8")
    library.git("add", "--all")
    library.run("pre-commit", "install")
    library.git("commit", "--quiet", "--message", "Begin")
    library.edit(f"libraries/two/{PAGE}", "[clarity]", "[clarty]")
    refused = library.run("git", "commit", "--message", "Break one")
    assert refused.returncode != 0
    assert re.search(r"check: one\.+Passed", refused.stdout), refused.stdout
    assert re.search(r"check: two\.+Failed", refused.stdout)
    found = run("check", "--root", "libraries/two", "--format", "github", "--staged", TODAY, folder=library.folder).out
    assert f"file=libraries/two/{PAGE},line=" in found
    assert run("export", "--root", "libraries/one", "--no-search", TODAY, folder=library.folder).code == 0
    assert (library.folder / "libraries/one/exports/latest").exists()


def test_schemas_for_editors_are_those_of_the_tool(tmp_path: Path, run: Run) -> None:
    run("init", folder=tmp_path)
    named = json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    for schema, path in named.items():
        assert (tmp_path / schema).read_bytes() == (ROOT / schema).read_bytes()
        assert (tmp_path / path).is_file() or path == "content/references.yaml"  # no page cites anything yet
