"""The command in a process of its own, on a machine as hostile as a test makes it, and how it ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from repository import ROOT as TREE

COMMAND = [sys.executable, "-m", "pipeline"]
VARIABLES = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
VARIABLES["PYTHONPATH"] = str(TREE)
# Somebody whom the machine does not know.
NOBODY = 54321


def is_root() -> bool:
    """Whether we may make devices and act as others: root in a namespace of its own (`unshare -Ur`) may not."""
    if os.geteuid() != 0:
        return False
    known = Path("/proc/self/uid_map")
    return not known.exists() or any(int(line.split()[2]) > NOBODY for line in known.read_text("ascii").splitlines())


ROOT = is_root()
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if ROOT else []


class Ended(NamedTuple):
    """The exit code of a run, and all that it said."""

    code: int
    said: str


def strategies(
    folder: Path,
    *arguments: str | Path,
    before: Sequence[str] = (),
    limit: Callable[[], object] | None = None,
    **variables: str,
) -> Ended:
    """Run the command for a minute at most: behind other words, and with limits that its process sets itself."""
    done = subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        cwd=folder,
        env=VARIABLES | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=limit,
        timeout=60,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode in (0, 1, 2), said
    assert "Traceback" not in said, said
    return Ended(done.returncode, said)
