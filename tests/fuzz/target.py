"""`python -m tests.fuzz.target FOLDER [OPTION…]`: keeps inputs that reach new code; options are those of libFuzzer."""

from __future__ import annotations

import sys

import atheris

from tests.fuzz import PATH  # noqa: F401 - the tests' modules can be found

with atheris.instrument_imports(include=["pipeline", "markdown_it"]):
    from tests.fuzz.single_file import examine

if __name__ == "__main__":
    atheris.Setup(sys.argv, examine)
    atheris.Fuzz()
