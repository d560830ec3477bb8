"""Edits of a library, each run with what earlier runs remember, and compared with a run from nothing."""

import sys
from pathlib import Path

# The folder of the tests, where their modules look for one another.
PATH = str(Path(__file__).parent.parent)
if PATH not in sys.path:
    sys.path.insert(0, PATH)
