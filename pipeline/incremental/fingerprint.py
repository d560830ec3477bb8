"""Digests: what tells a content from any other, and the code of this pipeline from any other version of it."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pipeline

# Distributions whose behaviour shows in findings, facts or files.
LIBRARIES = (
    *("jinja2", "jsonschema_rs", "markdown_it_py", "markupsafe", "mdurl", "packaging", "pagefind_bin", "pydantic"),
    *("pydantic_core", "pyyaml", "rapidfuzz"),
)


def key_of(*parts: str) -> str:
    """The key of what a function makes of some parts: differs whenever a part, our code or a library does."""
    digest = blake2b(_code(), digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """A digest of Python's version, the libraries' and the content of all our files, wherever they stand."""
    digest = blake2b(repr((sys.version_info, sorted(_versions()))).encode(), digest_size=16)
    home = Path(pipeline.__file__).parent
    for folder in (home, home.parent / "schemas"):
        for path in sorted(_files(str(folder))):
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as quick as can be: before every check
                data = file.read()
            digest.update(f"{path[len(str(folder)) :]}:{len(data)}:".encode())
            digest.update(data)
    return digest.digest()


def _files(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:  # the schemas stand inside the package where it is installed
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path) if entry.name != "__pycache__" else ()
        elif not entry.name.endswith(".pyc"):
            yield entry.path


def _versions() -> Iterator[str]:
    """`name-version` of each library, out of the names of their folders of metadata: the first on the path counts."""
    wanted = set(LIBRARIES)
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are enough
        except OSError:
            continue
        for name in names:
            stem, dot, kind = name.rpartition(".")
            if dot and kind in ("dist-info", "egg-info") and (found := stem.partition("-")[0].lower()) in wanted:
                wanted.discard(found)
                yield "-".join(stem.lower().split("-")[:2])
