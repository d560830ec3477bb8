"""`python -m tests.fuzz.target [--blind] FOLDER [OPTION…]`: keeps inputs that reach new code; options are libFuzzer's.

With `--blind`, it hardly looks at what an input reaches, and tries twice as many.
"""

from __future__ import annotations

import sys

import atheris

from tests.fuzz import PATH  # noqa: F401 - the tests' modules can be found

BLIND = "--blind"
# Something must be looked at, or libFuzzer stops.
LOOKED_AT = ["yaml"] if BLIND in sys.argv else ["pipeline", "markdown_it"]

with atheris.instrument_imports(include=LOOKED_AT):
    from tests.fuzz.single_file import examine

if __name__ == "__main__":
    atheris.Setup([each for each in sys.argv if each != BLIND], examine)
    atheris.Fuzz()
