"""Markdown beside pages and llms.txt: their links are read as Markdown, in exports and by `verify`."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import TODAY, VOICE, Run, replace
from hypothesis import given
from hypothesis import strategies as st
from releases import copied, faults, published, resign

from pipeline.source.parse import link_addresses
from pipeline.source.parse.markdown_links import parse_addresses, scan_addresses

PIECES = (
    *("[a](../b)", "![a](../b.png)", "[a *b*](https://example.org/x_y)", "<https://example.org/a>", "[a](b 't')"),
    *("[a][r]", "[r]", "[r]: ../r", "[r]:\n../r", "> [r]: ../r", "`", "``", "```\n", "~~~\n", "    ", "\t", "> ", "- "),
    *("\\", "\\[", "[", "]", "](", "(", ")", "<", "<b>", "<!-- ", "![", "a", "&amp;", "\n", "\n\n", "| a |\n|---|\n"),
    *("[a](<../b c>)", "[a](../b&amp;c)", "[a [b](../c) d](../e)", "[a\nb](../c)", "<https://a](../b)>"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(texts)
def test_the_quick_way_says_what_the_parser_says_or_nothing(text: str) -> None:
    quick = scan_addresses(text)
    assert quick is None or set(quick) == set(parse_addresses(text) or ())


@pytest.mark.parametrize(
    "text",
    [
        "- [a](../b): c\n- [d](https://example.org/e#f)\n",
        "> a ![b](../c.png)\n",
        "[a \\[b\\]](../c)",
        "<https://a.org/b>",
    ],
)
def test_the_quick_way_takes_plain_links(text: str) -> None:
    assert scan_addresses(text) == parse_addresses(text) != ()


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("`` a ` [x](../y) ``", ()),
        ("`a\n[x](../y)`", ()),
        ("- a\n\n  ~~~\n  [x](../y)\n  ~~~\n", ()),
        (r"\[x](../y) and [x\](../y)", ()),
        ("[x][y]\n\n> [y]: ../z", ("../z",)),
        ("[x](../y) ![a](../b)", ("../y", "../b")),
    ],
)
def test_a_link_is_what_markdown_takes_for_one(text: str, addresses: tuple[str, ...]) -> None:
    assert link_addresses(text) == addresses


IGNORE = "<!-- strategies: ignore remote-image -- the museum asks for it -->"
LOOKS = [
    *("Write ``a ` ![x](../y)`` there.", "Write `one\n![x](../y)` there.", r"It reads \[x](../y), or [x\](../y)."),
    *("- first\n\n  ```\n  [x](../y)\n  ```", "~~~~\n~~~\n[x](../y)\n~~~~", "> ```\n> [x](../y)\n> ```"),
    f"{IGNORE}\n![A painting of a school](https://example.org/school.png)",
    "See [trust][t] and [voice][v].\n\n> [t]: strategy:building-trust\n\n- [v]:\n  factor:motivation",
]
TITLE = "A [x](../y) *b* <i> `c` ~~d~~ &amp; #"


def test_what_only_looks_like_a_link_is_published(run: Run, library: Path) -> None:
    replace(library / "content/library.yaml", "version: ", "base_url: https://strategies.example/library\nversion: ")
    replace(library / VOICE, "\n\n## Example", "\n\n" + "\n\n".join(LOOKS) + "\n\n## Example")
    replace(library / VOICE, "title: Student Voice", f"title: '{TITLE}'")
    replace(
        library / VOICE, "summary: ", "summary: Try ![x](../y), [z](https://strategies.example/library/nowhere/) - "
    )
    for arguments in (("check", TODAY), ("export", "--no-search", TODAY), ("verify", "exports")):
        outcome = run(*arguments, folder=library)
        assert outcome.code == 0, outcome.out + outcome.err
    html = library / "exports/latest/html"
    escaped = r"A \[x\](../y) \*b\* \<i> \`c\` \~\~d\~\~ \&amp; \#"
    beside = (html / "strategies/student-voice/index.html.md").read_text(encoding="utf-8")
    assert beside.startswith(
        f"# {escaped}\n\nTry !\\[x\\](../y), \\[z\\](https://strategies.example/library/nowhere/) - "
    )
    assert (
        "> [t]: ../../strategies/building-trust/index.html.md\n\n- [v]:\n  ../../factors/motivation/index.html"
        in beside
    )
    assert "![A painting of a school](https://example.org/school.png)" in beside
    guide = (html / "llms.txt").read_text(encoding="utf-8")
    listed = escaped.replace(r"\[", "&#91;").replace(r"\]", "&#93;")
    assert (
        f"- [{listed}](https://strategies.example/library/strategies/student-voice/index.html.md): Try !\\[x\\]"
        in guide
    )
    assert any(
        f"- [{escaped}](../../strategies/student-voice/index.html.md)" in path.read_text(encoding="utf-8")
        for path in (html / "strategies").glob("*/index.html.md")
    )


BESIDE, GUIDE = "html/strategies/student-voice/index.html.md", "html/llms.txt"
# What is compared with each, and so refused, too.
OTHERS = {
    BESIDE: ("html/strategies/student-voice/index.", "html/llms-full.txt: student-voice: its text is not that of"),
    GUIDE: ("html/llms.txt: ",),
}
FORGED = {
    "[x][y]\n\n[y]: no/where.md\n": "the link `no/where.md` leads to html/{}no/where.md, which is not there",
    "> [y]: <nowhere.md>\n>\n> [y]\n": "the link `nowhere.md` leads to html/{}nowhere.md, which is not there",
    "![x](nowhere.png)\n": "the link `nowhere.png` leads to html/{}nowhere.png, which is not there",
    "[x](factor:motivation)\n": "the link `factor:motivation` is unsafe or was left unresolved",
    "<javascript:alert(1)>\n": "the link `javascript:alert(1)` is unsafe or was left unresolved",
    ">" * 200 + " `x`\n": "its Markdown is nested too deep to be read",
    "[" * 5000 + "`x`\n": "its Markdown is nested too deep to be read",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("whole")).release


@pytest.mark.parametrize("path", [BESIDE, GUIDE])
def test_broken_links_are_found_however_they_are_written(path: str, whole: Path, tmp_path: Path) -> None:
    bundle = copied(whole, tmp_path / "bundle")
    text = (bundle / path).read_text(encoding="utf-8")
    below = path.removeprefix("html/").rpartition("/")[0]
    for added, fault in FORGED.items():
        (bundle / path).write_text(f"{text}\n{added}", encoding="utf-8")
        resign(bundle)
        found = faults(bundle)
        assert f"{path}: {fault.format(below and below + '/')}" in found
        assert all(each.startswith(OTHERS[path]) for each in found)
