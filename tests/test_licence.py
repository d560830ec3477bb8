"""The licence in bundles: its address, and which text of the library stands in LICENSE."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Run, replace
from conftest import LIBRARY
from markdown_it import MarkdownIt
from releases import faults, files_of
from sites import edition_of, library_file

from pipeline.model.licence import licence_url, names_licence
from pipeline.publish.top_files import licence_notice, own_licence

COMMONS = "https://creativecommons.org/"
# By the web pages of Creative Commons and SPDX.
ADDRESSES = {
    "CC-BY-4.0": f"{COMMONS}licenses/by/4.0/",
    "cc-by-nc-sa-4.0": f"{COMMONS}licenses/by-nc-sa/4.0/",
    "CC-BY-ND-2.5": f"{COMMONS}licenses/by-nd/2.5/",
    "CC-BY-NC-ND-1.0": f"{COMMONS}licenses/by-nd-nc/1.0/",
    "CC-BY-3.0-IGO": f"{COMMONS}licenses/by/3.0/igo/",
    "CC-BY-NC-SA-2.0-UK": f"{COMMONS}licenses/by-nc-sa/2.0/uk/",
    "CC0-1.0": f"{COMMONS}publicdomain/zero/1.0/",
    "GFDL-1.3-only": "https://spdx.org/licenses/GFDL-1.3-only.html",
    "mit": "https://spdx.org/licenses/MIT.html",
    "CC-BY-4.0 OR MIT": None,
    "Apache-2.0 WITH LLVM-exception": None,
    "LicenseRef-Own": None,
    "CC BY 4.0": None,
    "All rights reserved": None,
}


@pytest.mark.parametrize("licence", ADDRESSES)
def test_the_address_is_the_one_of_the_licence(licence: str) -> None:
    assert licence_url(licence) == ADDRESSES[licence]
    site = edition_of([library_file(licence=licence)]).site
    assert site.library.licence_url == ADDRESSES[licence]


NAMED = {
    "Creative Commons\nAttribution 4.0  International Public License": True,
    "licensed under https://creativecommons.org/licenses/by/4.0/legalcode.txt": True,
    "SPDX-License-Identifier: CC-BY-4.0": True,
    "under cc-by-4.0.": True,
    "Creative Commons Attribution-ShareAlike 4.0 International": False,
    "https://creativecommons.org/licenses/by/3.0/": False,
    "CC-BY-4.0.1": False,
    "MIT License": False,
    "": False,
}


@pytest.mark.parametrize("text", NAMED)
def test_a_text_names_the_licence_by_its_id_address_or_name(text: str) -> None:
    assert names_licence(text, "CC-BY-4.0") is NAMED[text]


def test_a_text_for_several_licences_names_each() -> None:
    assert names_licence("Choose CC-BY-4.0 or MIT.", "CC-BY-4.0 OR MIT")
    assert not names_licence("Choose MIT.", "CC-BY-4.0 OR MIT")


OWN = b"\xef\xbb\xbfCreative Commons Attribution 4.0 International\r\n\r\nText.\r\n"
PROGRAM = (LIBRARY.parent.parent / "LICENSE").read_bytes()


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, None),
        ({"LICENSE": PROGRAM}, None),
        ({"LICENSE": PROGRAM, "content/LICENCE.md": OWN}, "content/LICENCE.md"),
        ({"LICENSE": OWN}, "LICENSE"),
        ({"LICENCE.txt": OWN, "content/LICENSE": b"CC-BY-4.0 \xff"}, "LICENCE.txt"),
        ({"content/LICENSE": b"CC-BY-4.0 \x1b[2J"}, None),
    ],
)
def test_the_licence_is_the_file_of_the_content(files: dict[str, bytes], wanted: str | None) -> None:
    edition = edition_of(files=files)
    found = own_licence(edition.site)
    assert (found and found[0]) == wanted
    text = files_of(edition, ["csv"])["LICENSE"].decode()
    assert text == ("Creative Commons Attribution 4.0 International\n\nText.\n" if wanted else notice())


def notice() -> str:
    return licence_notice(edition_of().site.library)


def test_the_notice_names_the_licence_and_holds_no_text_of_it() -> None:
    assert notice().splitlines() == [
        "Test Library",
        "Published by Test Press",
        "",
        "SPDX-License-Identifier: CC-BY-4.0",
        "https://creativecommons.org/licenses/by/4.0/",
        "",
        "This file names the licence. It does not hold the licence's text.",
    ]


def test_files_on_disk_are_found_and_a_change_is_seen(library: Path, run: Run) -> None:
    own, licence = library / "content/LICENSE", library / "exports/latest/LICENSE"
    export = ("export", "--today=2026-11-24", "--formats", "csv")
    own.symlink_to(LIBRARY / "content/library.yaml")
    assert run(*export, folder=library).code == 0
    assert licence.read_text(encoding="utf-8") == notice()
    own.unlink()
    own.write_bytes(OWN)
    assert run(*export, folder=library).code == 0
    assert licence.read_bytes().startswith(b"Creative Commons Attribution 4.0 International\n\n")
    assert faults((library / "exports/latest").resolve()) == []
    own.write_bytes(PROGRAM)
    for _ in range(2):  # the second run has nothing to do
        done = run(*export, folder=library)
        assert "content/LICENSE does not name CC-BY-4.0, so LICENSE of the bundle is a short notice" in done.out
    replace(library / "content/library.yaml", "CC-BY-4.0", "MIT")
    assert run(*export, folder=library).code == 0
    assert licence.read_bytes() == PROGRAM


HOSTILE = "A *b* <script>alert(1)</script> [c](javascript:d) `e` # &lt;"


def test_the_readme_shows_texts_as_they_are_written() -> None:
    """And nothing in them is markup."""
    info = {"title": HOSTILE, "publisher": HOSTILE, "attribution": HOSTILE, "base_url": "https://example.org/<b>/"}
    edition = edition_of([library_file(**{name: f"'{text}'" for name, text in info.items()})])
    readme = files_of(edition, ["json"])["README.md"].decode()
    tokens = [inner for token in MarkdownIt().parse(readme) for inner in (token, *(token.children or ()))]
    assert {token.type for token in tokens if token.type.startswith("html")} == set()
    links = {token.attrs["href"] for token in tokens if token.type == "link_open"}
    assert links == {"https://creativecommons.org/licenses/by/4.0/", "LICENSE", "https://example.org/%3Cb%3E/"}
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert shown.count(HOSTILE) == 5
    quoted = [tokens[number + 2].content for number, token in enumerate(tokens) if token.type == "blockquote_open"]
    for disclaimer in edition.site.disclaimers:
        assert disclaimer.text in quoted
