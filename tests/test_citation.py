"""CITATION.cff, judged by the schema of the format as check-jsonschema carries it, and read as YAML."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
import yaml
from releases import copied, faults, page, published, resign
from sites import edition_of, library_file

from pipeline.model.licence import LICENSES
from pipeline.publish.citation import KNOWN, citation_of

SCHEMA = Path(check_jsonschema.__file__).parent / "builtin_schemas/vendor/citation-file-format.json"
HOSTILE = """"Title: {a} #b & *c ! | > ' % @ ` \\" \\\\ – 😀 - d"""


def citation(**info: str) -> str:
    library = edition_of([library_file(**info)] if info else []).site.library
    return citation_of(library, "2026-11-12")


LIBRARIES: dict[str, dict[str, str]] = {
    "bare": {},
    "with a site": {"base_url": "https://example.org/library/", "attribution": "'After the work: of others.'"},
    "with an address as its id": {"id": "https://example.org/library"},
    "of odd names": {"title": HOSTILE + '"', "publisher": "'- yes: no'"},
    "of two licences": {"licence": "CC-BY-4.0 OR MIT"},
    "of both licences": {"licence": "CC-BY-4.0 AND MIT"},
    "of a later licence": {"licence": "CC-BY-3.0-IGO"},
    "of its own licence": {"licence": "LicenseRef-Own"},
    "with odd addresses": {"base_url": "https://exämple.org/a\"b<c>'d", "id": "https://exämple.org/{id}"},
}


def test_every_file_keeps_to_the_schema_of_the_format(tmp_path: Path) -> None:
    for number, info in enumerate(LIBRARIES.values()):
        (tmp_path / f"{number}.cff").write_text(citation(**info), encoding="utf-8", newline="\n")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    command += ["--default-filetype", "yaml"]
    good = subprocess.run([*command, *tmp_path.glob("*.cff")], capture_output=True, encoding="utf-8", check=False)
    assert good.returncode == 0, good.stdout
    (tmp_path / "bad.cff").write_text(citation().replace("type: dataset", "type: library"), encoding="utf-8")
    bad = subprocess.run([*command, tmp_path / "bad.cff"], capture_output=True, encoding="utf-8", check=False)
    assert bad.returncode == 1


@pytest.mark.parametrize("name", LIBRARIES)
def test_it_says_what_the_library_does(name: str) -> None:
    info = LIBRARIES[name]
    library = edition_of([library_file(**info)] if info else []).site.library
    read = yaml.safe_load(citation(**info))
    assert (read["title"], read["authors"]) == (library.title, [{"name": library.publisher}])
    assert (read["version"], read["date-released"]) == (library.version, "2026-11-12")
    assert (library.attribution or "") in read["message"]
    assert ("url" in read) == (library.base_url is not None)


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("CC-BY-4.0", {"license": ["CC-BY-4.0"]}),
        ("CC-BY-4.0 OR MIT", {"license": ["CC-BY-4.0", "MIT"]}),
        ("CC-BY-4.0 AND MIT", {}),
        ("CC-BY-3.0-IGO", {"license-url": "https://creativecommons.org/licenses/by/3.0/igo/"}),
        ("LicenseRef-Own", {}),
    ],
)
def test_a_licence_that_the_format_does_not_know_is_an_address(licence: str, said: dict[str, Any]) -> None:
    read = yaml.safe_load(citation(licence=licence))
    assert {key: value for key, value in read.items() if key.startswith("license")} == said


def test_the_format_knows_every_licence_that_is_named() -> None:
    known = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]["license-enum"]["enum"]
    named = {str(licence["id"]) for licence in LICENSES.values() if KNOWN.fullmatch(str(licence["id"]))}
    assert named - set(known) == set()
    assert len(named) > 50


# --- in a bundle ---


@pytest.mark.parametrize("formats", [("csv",), ("html",), ("json",)], ids=" ".join)
def test_the_day_is_that_of_the_newest_change_in_every_bundle(formats: tuple[str, ...], tmp_path: Path) -> None:
    retired = page("morning-circle", lambda text: text.replace("updated: 2026-11-01", "updated: 2026-11-20"))
    whole = published(tmp_path / "out", formats, [retired]).release
    assert yaml.safe_load((whole / "CITATION.cff").read_text(encoding="utf-8"))["date-released"] == "2026-11-20"
    assert faults(whole) == []
    forged = copied(whole, tmp_path / "bundle")
    for old, new in (("2026-11-20", "2026-11-31"), ("Test Press", "Somebody"), ("2026-11-20", "2026-11-21")):
        text = (whole / "CITATION.cff").read_text(encoding="utf-8")
        (forged / "CITATION.cff").write_text(text.replace(old, new), encoding="utf-8", newline="\n")
        resign(forged)
        found = [fault for fault in faults(forged) if fault.startswith("CITATION.cff")]
        # A site alone does not say when a strategy was retired.
        assert bool(found) is not (formats == ("html",) and new == "2026-11-21"), new
    (forged / "CITATION.cff").unlink()
    resign(forged)
    assert "CITATION.cff: it is missing, or cannot be read as UTF-8" in faults(forged)


def test_a_library_without_any_day_has_none(tmp_path: Path) -> None:
    library = edition_of().site.library
    read = yaml.safe_load(citation_of(library, None))
    assert "date-released" not in read
    assert date.fromisoformat(yaml.safe_load(citation_of(library, "2026-11-01"))["date-released"])
