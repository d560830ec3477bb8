"""Fuzzing: any bytes as a file of a library, and whole libraries with faults anywhere.

`cases/` holds inputs that broke something once; `tests/test_fuzz.py` tries them in each run of the tests.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# The folder of the tests, where their modules look for one another.
PATH = str(HERE.parent)
if PATH not in sys.path:
    sys.path.insert(0, PATH)
