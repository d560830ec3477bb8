"""What a hostile branch tries against `--policy-from`: nothing of it is run, and none of its rules counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import TODAY, VOICE, Run
from conftest import LIBRARY
from repository import ROOT, Repository, environment

import pipeline.source.paths as all_paths
from pipeline.cli.guarding import limits_of
from pipeline.model.library_info import LibraryInfo
from pipeline.source.git.guarded import policy_from
from pipeline.source.git.guarded_info import GUARDED_FIELDS

SETTINGS = '[severity]\nvague-link-text = "error"\n'
LAX = '[severity]\nplaceholder-text = "off"\n[limits]\nfindings = 2000\n'
FROM = ("--policy-from", "main")


@pytest.fixture
def pull(tmp_path: Path) -> Repository:
    """A repository with a library in a folder of it, committed on `main`; its page has a fault that rules find."""
    parts = {"lib/content": LIBRARY / "content", "lib/schemas/strategy-page.yaml": ROOT / "schemas/strategy-page.yaml"}
    folder = tmp_path / "pull"
    (folder / "lib/schemas").mkdir(parents=True)
    made = Repository.create(folder, environment(tmp_path), parts)
    for path, text in {"strategies.toml": SETTINGS, "static/theme.css": "", "translations/en.po": ""}.items():
        write(made, path, text)
    write(made, "templates/blocks/footer.html", "<p>Ours</p>")
    commit(made, "all")
    made.git("checkout", "--quiet", "-b", "change")
    made.edit(f"lib/{VOICE}", "## Overview\n\n", "## Overview\n\nTODO: write this. ")
    return made


def write(repository: Repository, path: str, text: str | bytes) -> None:
    target = repository.folder / "lib" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text if isinstance(text, bytes) else text.encode())


def commit(repository: Repository, words: str) -> None:
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", words)


def strategies(
    pull: Repository, *arguments: str, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as it is installed: the folder it runs in is no place that Python imports from."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "pipeline", arguments[0], TODAY, *arguments[1:]],
        cwd=pull.folder / "lib",
        env={**pull.variables, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(pull.folder.parent / "cache")}
        | (variables or {}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_repository_among_content_is_not_asked(pull: Repository, tmp_path: Path) -> None:
    """Git takes a folder with HEAD, objects and refs for a repository, obeys its settings, and knows its `main`."""
    write(pull, "strategies.toml", LAX)
    evil = Repository.create(tmp_path / "evil", pull.variables, {"": pull.folder / "lib"})
    commit(evil, "lax")
    for name in ("HEAD", "objects", "refs"):
        shutil.move(evil.folder / ".git" / name, pull.folder / "lib" / name)
    fired = tmp_path / "fired"
    write(pull, "config", f'[core]\nbare = false\nworktree = {pull.folder}/lib\nfsmonitor = "touch {fired}; false"\n')
    assert "all" not in pull.run("git", "-C", "lib", "log", "--format=%s", "main").stdout, "git itself is deceived"
    for command in (["check", *FROM], ["diff", "main"], ["export", *FROM, "--out", str(tmp_path / "out")]):
        done = strategies(pull, *command)
        assert (done.returncode, "git takes it for a repository" in done.stderr) == (2, True), done.stderr
    unguarded = strategies(pull, "export", "--out", str(tmp_path / "out"))
    assert (unguarded.returncode, "it is not asked about it" in unguarded.stderr) == (0, True), unguarded.stderr
    assert not fired.exists()


@pytest.mark.parametrize("first", [".", "", "lib/../."])
def test_a_git_of_the_folder_is_not_run(first: str, pull: Repository, tmp_path: Path) -> None:
    fired = tmp_path / "fired"
    write(pull, "git", f"#!/bin/sh\ntouch {fired}\n")
    (pull.folder / "lib/git").chmod(0o755)
    done = strategies(pull, "check", *FROM, variables={"PATH": f"{first}:{pull.variables['PATH']}"})
    assert (done.returncode, "placeholder-text" in done.stdout) == (1, True), done.stderr
    assert not fired.exists()


def test_programs_beside_the_content_are_not_run(pull: Repository, tmp_path: Path) -> None:
    """Modules of Python, and settings of tools that this one runs or that run it."""
    fired = tmp_path / "fired"
    code = f"import os; os.mkdir({str(fired)!r})\n"
    for name in ("sitecustomize", "usercustomize", "conftest", "pip", "json", "struct", "click", "yaml", "setup"):
        write(pull, f"{name}.py", code)
    write(pull, "pipeline/__init__.py", code)
    write(pull, "evil.pth", code)
    write(pull, "pagefind.toml", 'glob = "*.none"\nroot_selector = "nothing"\n')
    write(pull, ".gitconfig", f'[core]\nfsmonitor = "touch {fired}"\n')
    write(pull, "pyproject.toml", "[tool.strategies.severity]\nplaceholder-text = 'off'\n")
    write(pull, "content/strategies/strategies.toml", LAX)
    write(pull, "content/strategies.toml", LAX)
    commit(pull, "evil")
    done = strategies(pull, "check", *FROM)
    assert (done.returncode, "placeholder-text" in done.stdout) == (1, True), done.stderr
    pull.edit(f"lib/{VOICE}", "TODO: write this. ", "")
    commit(pull, "mended")
    done = strategies(pull, "export", *FROM, "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out/latest/html/pagefind/fragment").iterdir())) == 3, "its settings count for nothing"
    assert not fired.exists()


def test_attributes_run_no_driver(pull: Repository, tmp_path: Path) -> None:
    """Not even one that a person has set up: files are read as git stores them."""
    fired, settings = tmp_path / "fired", tmp_path / "settings"
    run = f'"touch {fired}; cat"'
    settings.write_text(
        f'[filter "x"]\nclean = {run}\nsmudge = {run}\n[diff "x"]\ntextconv = {run}\ncommand = {run}\n'
        f'[diff]\nexternal = {run}\n[merge "x"]\ndriver = {run}\n',
        encoding="utf-8",
    )
    write(pull, ".gitattributes", "* filter=x diff=x merge=x export-subst ident working-tree-encoding=UTF-16\n")
    write(
        pull, ".gitmodules", f'[submodule "x"]\npath = templates\nurl = ext::touch {fired}\nupdate = !touch {fired}\n'
    )
    variables = {"GIT_CONFIG_GLOBAL": str(settings)}
    for command in (["check", *FROM], ["diff", "main", *FROM]):
        done = strategies(pull, *command, variables=variables)
        assert (done.returncode, "placeholder-text" in done.stdout) == (1, True), done.stderr
        assert not fired.exists(), command


PLACES = ("strategies.toml", "schemas", "schemas/strategy-page.yaml", "templates", "templates/about.html", "static")
PLACES += ("static/theme.css", "translations", "translations/en.po", "content/library.yaml", "content")


@pytest.mark.parametrize("place", PLACES)
def test_links_at_guarded_paths_lead_nowhere(
    place: str, pull: Repository, tmp_path: Path, run: Run, own_memo: None
) -> None:
    """A link in place of a file or folder, to one of the branch and to one outside, is neither read nor written to."""
    for name, target in {"inside": pull.folder / "lib/lax", "outside": tmp_path / "lax"}.items():
        shutil.rmtree(target, ignore_errors=True)
        path = pull.folder / "lib" / place
        source = path if path.exists() else None
        if source is None:
            target.write_text("lax", encoding="utf-8")
        else:
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
            (shutil.rmtree if source.is_dir() and not source.is_symlink() else os.unlink)(source)
        before = content_of(target)
        path.symlink_to(target)
        done = run("check", TODAY, *FROM, folder=pull.folder / "lib")
        assert done.code in (1, 2), (name, done.out)
        assert "changed-policy" in done.rules or place.startswith("content"), (name, done.out)
        assert content_of(target) == before
        path.unlink()
        (shutil.copytree if target.is_dir() else shutil.copy)(target, path)


def content_of(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of all files of a folder."""
    return {str(each): each.read_bytes() for each in (path, *path.rglob("*")) if each.is_file()}


ODD: dict[str, tuple[str, bytes]] = {
    "other-case": ("Strategies.toml", LAX.encode()),
    "other-case-of-info": ("content/library.YAML", b"language: de\n"),
    "other-policy": ("content/schemas/strategy-page.yaml", b"sections: []\ndisclaimers: []\n"),
    "policy-with-bom": ("schemas/strategy-page.yaml", b"\xef\xbb\xbfsections: []\n"),
    "policy-not-utf8": ("schemas/strategy-page.yaml", b"sections: \xff\xfe\n"),
    "settings-not-utf8": ("strategies.toml", b"\xff\xfe[severity]\n"),
    "settings-of-nul": ("strategies.toml", b"\0" * 1000),
    "huge-policy": ("schemas/strategy-page.yaml", b"".join(b"k%d: [a, b]\n" % each for each in range(300_000))),
    "huge-settings": ("strategies.toml", b"".join(b"k%d = 1\n" % each for each in range(300_000))),
    "deep-policy": ("schemas/strategy-page.yaml", b"a: " + b"[" * 100_000),
    "aliases": ("schemas/strategy-page.yaml", b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    "include": ("schemas/strategy-page.yaml", b"sections: !include /etc/passwd\n"),
    "info-not-utf8": ("content/library.yaml", b"language: \xff\n"),
    "info-of-braces": ("content/library.yaml", b"{language: de, csp: {script-src: [self]}}\n"),
    "info-twice": ("content/library.yaml", b"language: en\nlanguage: de\ncsp: {}\ncsp: {script-src: [self]}\n"),
    "info-line-ends": ("content/library.yaml", b"title: a\rcsp: {}\xc2\x85csp: {script-src: [self]}\n"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_files_change_no_rule(name: str, pull: Repository, run: Run, own_memo: None) -> None:
    path, data = ODD[name]
    write(pull, path, data)
    done = run("check", TODAY, *FROM, folder=pull.folder / "lib")
    assert done.code in (1, 2), done.out
    assert done.code == 2 or "placeholder-text" in done.rules or path.startswith("content/library"), done.out
    assert "root:" not in done.out + done.err


REFS = ("--all", "-", "--output=fired", "--upload-pack=touch fired", "main:lib", "", "main..change", "^main", "@{u}")


@pytest.mark.parametrize("ref", REFS)
def test_a_name_that_is_no_commit_ends_the_run(ref: str, pull: Repository, run: Run, own_memo: None) -> None:
    done = run("check", TODAY, f"--policy-from={ref}", folder=pull.folder / "lib")
    assert (done.code, done.out) == (2, ""), done.err
    assert not list(pull.folder.rglob("fired"))


# Where each kind of file of a library is taken from. A new name in `pipeline/source/paths.py` needs a decision here.
REF, CHANGE, BOTH, NO_FILE = "REF", "the change", "fields of both", "no file of a library"
DECISIONS: dict[str, tuple[str, str]] = {
    "REFERENCES_PATH": (CHANGE, all_paths.REFERENCES_PATH),
    "CATEGORIES_PATH": (CHANGE, all_paths.CATEGORIES_PATH),
    "FACTORS_PATH": (CHANGE, all_paths.FACTORS_PATH),
    "LEARNER_MODELS_PATH": (CHANGE, all_paths.LEARNER_MODELS_PATH),
    "VOCABULARY_FOLDER": (CHANGE, "content/vocabulary/tools.yaml"),
    "STRATEGIES_FOLDER": (CHANGE, VOICE),
    "OWN_PAGES_FOLDER": (CHANGE, "content/pages/about.md"),
    "IMAGES_FOLDER": (CHANGE, "content/images/a.svg"),
    "CONTENT_FOLDER": (CHANGE, "content/notes.txt"),
    "LICENCE_PATHS": (CHANGE, "LICENSE"),
    "INFO_PATH": (BOTH, all_paths.INFO_PATH),
    "POLICY_PATH": (REF, all_paths.POLICY_PATH),
    "POLICY_FOLDER": (REF, "schemas/strategy-page.es.yaml"),
    "SETTINGS_PATHS": (REF, "strategies.toml"),
    "TEMPLATES_FOLDER": (REF, "templates/about.html"),
    "TRANSLATIONS_FOLDER": (REF, "translations/en.po"),
    "STATIC_FOLDER": (REF, "static/own.js"),
    "OWN_STYLES": (REF, all_paths.OWN_STYLES),
    "FAVICONS": (REF, "static/favicon.svg"),
    "SHOWN_HIDDEN": (REF, "static/.htaccess"),
    **dict.fromkeys(("DATA_PATHS", "DATA_FOLDERS", "WATCHED_FOLDERS", "WATCHED_FILES"), (NO_FILE, "")),
    **dict.fromkeys(("DATA_ENDING", "VOCABULARY_ID_PATTERN", "HIDDEN", "UNDO_LOG", "LOGO_PATTERN"), (NO_FILE, "")),
    **dict.fromkeys(("IMAGE_KINDS", "MARKDOWN_ENDINGS"), (NO_FILE, "")),
}
# Fields of `library.yaml` that are content: none says how content is checked, or what pages load.
FIELDS_OF_CONTENT = {"title", "description", "publisher", "licence", "version", "base_url", "edit_url", "attribution"}
FIELDS_OF_CONTENT |= {"words", "education", "logo", "id"}


def test_each_kind_of_file_and_field_has_a_decision() -> None:
    kinds = (str, tuple, frozenset, dict)
    named = {name for name, value in vars(all_paths).items() if name.isupper() and isinstance(value, kinds)}
    assert named == DECISIONS.keys()
    assert set(LibraryInfo.model_fields) == FIELDS_OF_CONTENT | set(GUARDED_FIELDS)
    assert not FIELDS_OF_CONTENT & set(GUARDED_FIELDS)


@pytest.mark.parametrize("name", [name for name, (source, _) in DECISIONS.items() if source != NO_FILE])
def test_each_kind_of_file_is_taken_from_where_it_says(name: str, pull: Repository) -> None:
    source, path = DECISIONS[name]
    write(pull, path, "language: de\ntitle: New\n")
    with policy_from(pull.folder / "lib", "main", limits_of) as guarded:
        file = guarded.root / path
        read = file.read_text(encoding="utf-8") if file.exists() else ""
    assert ("title: New" in read) == (source != REF)
    assert ("language: de" in read) == (source == CHANGE)
    assert (path in guarded.after) == (source != CHANGE)
