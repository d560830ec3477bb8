"""What the findings on a page hang on besides its text: the code, the libraries below it, settings, house rules."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import pipeline

# Libraries whose behaviour shows in findings, facts or files.
LIBRARIES = (
    *("markdown_it", "mdurl", "yaml", "pydantic", "pydantic_core", "rapidfuzz", "jinja2", "markupsafe", "packaging"),
    *("jsonschema_rs", "pagefind_bin"),
)


def fingerprint(*parts: str) -> str:
    """A short text that differs whenever a part, our code or a library does."""
    digest = blake2b(_code().encode(), digest_size=16)
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


@cache
def _code() -> str:
    """Python, and of each file of ours and of each library's first file the size and the time of its last change."""
    return "\n".join([sys.version, *_files()])


def _files() -> Iterator[str]:
    home = Path(pipeline.__file__).parent
    for folder in (home, home / "schemas", home.parent / "schemas"):
        yield from _stats(folder) if folder.is_dir() else ()
    for name in LIBRARIES:
        spec = find_spec(name)
        if spec and spec.origin:
            found = os.stat(spec.origin)  # noqa: PTH116 - as quick as can be: this runs before every check
            yield f"{spec.origin} {found.st_size} {found.st_mtime_ns}"


def _stats(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _stats(Path(entry.path)) if entry.name != "__pycache__" else ()
            else:
                found = entry.stat(follow_symlinks=False)
                yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
