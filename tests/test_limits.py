"""Limits: each is said with the number that was reached, and findings beyond theirs are counted."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from command import FACTORS, PAGES, TODAY, VOICE, Run, replace
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT, Repository, environment

from pipeline.model.settings import LimitSettings
from pipeline.source.ranges import Ranges
from tests.slow_inputs.families.bundles import bomb

RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda each: (each[0], sum(each))))


def set_limit(library: Path, name: str, number: int) -> None:
    (library / "strategies.toml").write_text(f"[limits]\n{name} = {number}\n", encoding="utf-8")


class Limit(NamedTuple):
    """Content that reaches a limit of so much, and what is said of it when one less is allowed."""

    number: int
    finding: str  # `place severity rule`
    words: str
    files: dict[str, str | bytes]


def page(body: str = "", front: str = "") -> str:
    """A page with a text at the end of its first section, and more front matter."""
    text = VOICE_TEXT.replace("\n---\n", f"\n{front}---\n", 1)
    return text.replace("\n## Example:", f"\n{body}\n\n## Example:", 1) if body else text


VOICE_TEXT = (Path(__file__).parent / "library" / VOICE).read_text(encoding="utf-8")
FACTORS_TEXT = (Path(__file__).parent / "library" / FACTORS).read_text(encoding="utf-8")
CIRCLE = (Path(__file__).parent / "library/content/images/circle.png").read_bytes()
LONG = page("word " * 5_000)
COLLECTION = page(front="x: [[[[[[[[deep]]]]]]]]\n")
PATH = f"{PAGES}/{'long-' * 9}name.md"
LIMITS = {
    "file_size": Limit(len(LONG), f"{VOICE}:1:1 error over-limit", "this file has {} characters", {VOICE: LONG}),
    "large_file_size": Limit(
        len(LONG), f"{VOICE}:1:1 warning large-file", "this page has {} characters, more than", {VOICE: LONG}
    ),
    "front_matter_size": Limit(
        page(front=f"authors: [{'A' * 3_000}]\n").index("\n---\n") - 3,
        f"{VOICE}:1:1 error over-limit",
        "the front matter has {} characters",
        {VOICE: page(front=f"authors: [{'A' * 3_000}]\n")},
    ),
    "data_file_size": Limit(
        len(FACTORS_TEXT) + 20_000,
        f"{FACTORS}:1:1 error over-limit",
        "this file has {} characters",
        {FACTORS: FACTORS_TEXT + "#" * 20_000},
    ),
    "yaml_depth": Limit(
        9, f"{VOICE}:11:11 error over-limit", "lists stand inside one another more", {VOICE: COLLECTION}
    ),
    "yaml_nodes": Limit(
        108,
        f"{VOICE}:12:4 error over-limit",
        "there are more than 107 values here",
        {VOICE: page(front=f"authors: [{', '.join(f'A{n}' for n in range(80))}]\nx: y\n")},
    ),
    "yaml_keys": Limit(
        49,
        f"{VOICE}:50:1 error over-limit",
        "there are more than 48 keys here",
        {VOICE: page(front="".join(f"x{n}: y\n" for n in range(40)))},
    ),
    "image_size": Limit(
        len(CIRCLE) + 100,
        "content/images/circle.png:1:1 error oversized-image",
        "this image has {} bytes; no image may have more",
        {"content/images/circle.png": CIRCLE + bytes(100)},
    ),
    "large_image_size": Limit(
        len(CIRCLE) + 100,
        "content/images/circle.png:1:1 warning large-image",
        "this image has {} bytes, more than",
        {"content/images/circle.png": CIRCLE + bytes(100), VOICE: page("![Chairs](../images/circle.png)")},
    ),
    "markdown_depth": Limit(
        5, f"{VOICE}:17:1 error nested-too-deep", "are nested more than 4 deep", {VOICE: page("> > > > > deep")}
    ),
    "sections": Limit(
        9,
        f"{VOICE}:47:1 error over-limit",
        "this page has {} sections",
        {VOICE: page("\n\n".join(f"## Part {n}\n\nText." for n in range(5)))},
    ),
    "links": Limit(
        40,
        f"{VOICE}:35:1 error over-limit",
        "this page has {} links",
        {VOICE: page("[a](https://example.org/) " * 37)},
    ),
    "images": Limit(
        7, f"{VOICE}:17:1 error over-limit", "this page has {} images", {VOICE: page("![a](../images/circle.png) " * 7)}
    ),
    "repeated_addresses": Limit(
        40 * len("https://example.org/"),
        f"{VOICE}:17:1 error over-limit",
        "the addresses of link definitions come to {} characters",
        {VOICE: page(f"{'[a] ' * 40}\n\n[a]: https://example.org/")},
    ),
    "site_file_bytes": Limit(
        5_000,
        "static/more.txt:1:1 error over-limit",
        "this file has more than 4,999 bytes",
        {"static/more.txt": "a" * 5_000},
    ),
    "path_length": Limit(
        len(PATH), f"{PATH}:1:1 error over-limit", "the path of this file has {} characters", {PATH: page()}
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_reaches_a_limit_is_read_and_one_more_is_refused(name: str, run: Run, library: Path) -> None:
    limit = LIMITS[name]
    for path, content in limit.files.items():
        file = library / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    set_limit(library, name, limit.number)
    assert limit.finding not in run("check", TODAY, folder=library).heads
    set_limit(library, name, limit.number - 1)
    done = run("check", TODAY, folder=library)
    assert limit.finding in done.heads, done.out
    assert limit.words.format(f"{limit.number:,}") in done.out


def test_a_data_file_of_too_many_values_is_refused(run: Run, library: Path) -> None:
    with (library / FACTORS).open("a", encoding="utf-8") as file:
        file.write("".join(f"- {{id: a-{number}, name: Name {number}, definition: x}}\n" for number in range(400)))
    set_limit(library, "data_file_nodes", 1_000)
    done = run("check", TODAY, folder=library)
    assert [head for head in done.heads if head.endswith("over-limit")] == [f"{FACTORS}:141:15 error over-limit"]
    assert "there are more than 1,000 values here" in done.out


def test_every_limit_is_tried_and_documented() -> None:
    tried_below = {"data_file_nodes", "pages", "findings"}
    assert LIMITS.keys() | tried_below == LimitSettings.model_fields.keys()
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    for name, field in LimitSettings.model_fields.items():
        assert f"| `limits.{name}` | `{field.default:_}` |" in text


def test_limits_of_a_change_are_listed_and_not_obeyed(run: Run, library: Path, tmp_path: Path) -> None:
    set_limit(library, "links", 30)
    pull = Repository.create(
        tmp_path / "pull",
        environment(tmp_path),
        {"content": library / "content", "strategies.toml": library / "strategies.toml"},
    )
    pull.git("add", "--all")
    pull.git("commit", "--quiet", "--message", "all")
    raised = "".join(f"{name} = {60 if 'depth' in name else 90_000_000}\n" for name in LimitSettings.model_fields)
    (pull.folder / "strategies.toml").write_text(f"[limits]\n{raised}".replace("depth = 60", "depth = 40"), "utf-8")
    (pull.folder / VOICE).write_text(page("[a](https://example.org/) " * 37), "utf-8")
    assert run("check", TODAY, folder=pull.folder).rules == []
    done = run("check", TODAY, "--policy-from", "main", folder=pull.folder)
    assert f"{VOICE}:17:1 error over-limit" in done.heads
    assert "this page has 40 links; 30 are allowed" in done.out
    assert done.rules.count("changed-policy") == len(LimitSettings.model_fields)
    for line, name in enumerate(LimitSettings.model_fields, 2):
        assert f"strategies.toml:{line}:1 warning changed-policy" in done.heads
        assert f"the setting `limits.{name}` becomes" in done.out
    bundle = run("export", TODAY, "--policy-from", "main", "--out", tmp_path / "out", folder=pull.folder)
    assert bundle.code == 1
    assert not (tmp_path / "out").exists()


COMMANDS: dict[str, tuple[str, ...]] = {
    "verify": ("verify", "bundle.zip"),
    "compare": ("diff", "bundle.zip", "bundle.zip"),
    "import": ("import", "bundle.zip", "--root=new"),
    "package": ("package", "npm", "packed", "--bundle=bundle.zip"),
    "web": ("web", "deployed", "--bundle=bundle.zip"),
    "mcp": ("mcp", "bundle.zip"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_unpacks_a_bomb(name: str, run: Run, library: Path) -> None:
    (library / "new").mkdir()
    (library / "bundle.zip").write_bytes(bomb(())(20_000).files["bundle.zip"])  # type: ignore[arg-type]
    before = sorted(library.rglob("*"))
    done = run(*COMMANDS[name], folder=library)
    assert (done.code, done.out) == (2, "")
    assert "bundle.zip is no bundle: unpacked, it would be more than 100 times as large" in done.err
    assert sorted(library.rglob("*")) == before


def test_other_methods_of_compression_are_refused(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("manifest.json", "{}")
    done = run("verify", "bundle.zip", folder=tmp_path)
    assert (done.code, "its file manifest.json is compressed in an unusual way" in done.err) == (2, True)


def test_findings_beyond_the_limit_are_counted(run: Run, library: Path) -> None:
    set_limit(library, "findings", 3)
    replace(library / VOICE, "Having a say", "The the the cat cat sat sat on on a a mat mat. TODO Having a say")
    done = run("check", TODAY, folder=library)
    every = run("check", TODAY, "--statistics", folder=library)
    number = int(every.out.split()[-3])
    assert done.heads[0] == f"{VOICE}:1:1 warning over-limit"
    assert f"this file has {number} findings; 3 of them are listed" in done.out
    assert len(done.heads) == 4
    assert done.rules[1:].count("placeholder-text") == 1, "the most severe are listed"
    assert done.out.endswith("mended by strategies fix\n") or "warnings" in done.out.splitlines()[-1]
    summary = json.loads(run("check", TODAY, "--format=json", folder=library).out)["summary"]
    assert summary["errors"] + summary["warnings"] + summary["infos"] == number + 1
    assert (done.code, run("check", TODAY, folder=library).out) == (1, done.out), "the memo says the same"


def test_unlisted_errors_still_fail(run: Run, library: Path) -> None:
    set_limit(library, "findings", 1)
    replace(library / VOICE, "Having a say", "TODO say. A FIXME here. Having a say")
    done = run("check", TODAY, folder=library)
    assert (done.code, done.heads[0]) == (1, f"{VOICE}:1:1 error over-limit")


def test_a_library_of_too_many_pages_is_not_checked(run: Run, library: Path) -> None:
    pages = len(list((library / PAGES).glob("*.md")))
    set_limit(library, "pages", pages - 1)
    done = run("check", TODAY, folder=library)
    assert done.code == 2
    assert f"this library has {pages} pages; at most {pages - 1} are read (`limits.pages` in" in done.err
    set_limit(library, "pages", pages)
    assert run("check", TODAY, folder=library).code == 0


def test_a_path_that_is_too_long_is_refused(run: Run, library: Path) -> None:
    set_limit(library, "path_length", 60)
    path = f"{PAGES}/{'long-' * 8}name.md"
    (library / path).write_text((library / VOICE).read_text("utf-8"), "utf-8")
    done = run("check", TODAY, folder=library)
    assert done.heads == [f"{path}:1:1 error over-limit"]
    assert f"the path of this file has {len(path)} characters; 60 are allowed" in done.out


@given(RANGES, st.integers(0, 35), st.integers(1, 5))
def test_ranges_know_what_meets_them(ranges: list[tuple[int, int]], start: int, size: int) -> None:
    found, end = Ranges(), start + size
    for each in ranges:
        found.add(*each)
    assert found.touch(start, end) == any(a <= end and start <= b for a, b in ranges)
    assert found.overlap(start, end) == any(a < end and start < b for a, b in ranges)
    assert found.hold(start) == any(a <= start < b for a, b in ranges)


def test_fixes_of_a_page_that_is_too_large_are_not_refused(run: Run, library: Path) -> None:
    set_limit(library, "front_matter_size", 1_000)
    replace(library / VOICE, "\n---\n", "\n" + "# a\u200bb\n" * 200 + "---\n")
    assert run("check", TODAY, folder=library).rules.count("over-limit") == 1
    done = run("fix", TODAY, "--unsafe", folder=library)
    assert "200 findings mended" in done.out + done.err
    assert "\u200b" not in (library / VOICE).read_text(encoding="utf-8")
