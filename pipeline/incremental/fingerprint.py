"""Keys of memoised values, and the digest of our code that is part of each."""

import sys
from functools import cache
from pathlib import Path

import pipeline
from pipeline.source.discovery import content_digest

# Distributions whose behaviour shows in findings, facts or files.
LIBRARIES = (
    *(
        "babel",
        "jinja2",
        "jsonschema_rs",
        "markdown_it_py",
        "markupsafe",
        "mdurl",
        "packaging",
        "pagefind_bin",
        "pillow",
        "pydantic",
    ),
    *("pydantic_core", "pyyaml", "rapidfuzz"),
)


def key_of(*parts: str) -> str:
    """The key of a function's value, given its inputs: differs whenever an input, our code or a library does."""
    return content_digest(repr((_code(), parts)).encode())


@cache
def _code() -> str:
    """A digest of the versions of Python and the libraries, and of all our files, wherever they are located."""
    home, digests = Path(pipeline.__file__).parent, []
    # The schemas are inside the package where it is installed.
    for folder in (home, home.parent / "schemas"):
        files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
        digests.append(
            sorted((path.relative_to(folder).as_posix(), content_digest(path.read_bytes())) for path in files)
        )
    return content_digest(repr((sys.version_info, _versions(), digests)).encode())


def _versions() -> list[str]:
    """The metadata folder of each library, such as `jinja2-3.1.6.dist-info`; the first on Python's path counts."""
    found: dict[str, str] = {}
    for path in (path for folder in sys.path for path in Path(folder).glob("*.*-info")):
        found.setdefault(path.name.partition("-")[0].lower(), path.name.lower())
    return [found.get(name, "") for name in LIBRARIES]
