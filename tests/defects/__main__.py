"""`python -m tests.defects [NAME…]`: puts each defect into a copy of the tree and prints which tests notice it.

The test that fails must pass without the defect. Exit 1 if a defect is not noticed. `--sample N` takes the first N of
some that are quickly noticed.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import click

from tests.defects import QUICK, ROOT, Defect, defects

IN_MEMORY = Path("/dev/shm")
# The first part of an entry of `tests` that is no argument of pytest.
CRASH = "crash "
PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not tools", "-rfE")
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
# Exit codes of pytest and of Python: a test failed, or all passed. Any other says that the tests did not run.
NOTICED, PASSED = 1, 0
# Ours: the test fails without the defect, too.
FAILS_ANYWAY = -1
REASONS = {PASSED: "nothing", FAILS_ANYWAY: "it fails anyway:"}
PATIENCE = 900.0


def copy_of_tree(folder: Path) -> Path:
    """A copy of all files that git knows, as they are now, in a repository of its own."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in os.fsdecode(names).split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "The tree"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def add_python(tree: Path, folder: Path) -> None:
    """A Python, and a command `strategies`, that find the pipeline in a tree and everything else where we do."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "tree.pth").write_text(f"{tree}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    script, python = folder / "bin" / "strategies", folder / "bin" / "python"
    script.write_text(f"#!{python}\nfrom pipeline.__main__ import run\nrun()\n", encoding="utf-8")
    script.chmod(0o755)


def commands(tests: Iterable[str]) -> list[list[str]]:
    """The commands that run some tests."""
    chosen = list(dict.fromkeys(tests))
    crash = [each.removeprefix(CRASH) for each in chosen if each.startswith(CRASH)]
    others = [each for each in chosen if not each.startswith(CRASH)]
    found = [["-m", "tests.crash", *crash]] if crash else []
    return [*found, *([[*PYTEST, *others]] if others else [])]


def run(tree: Path, tests: Iterable[str]) -> tuple[int, str]:
    """The first exit code that is not 0, and the test that failed; the Python of the tree is beside it."""
    environment = os.environ | {"PYTHONPATH": str(tree)}
    for command in commands(tests):
        done = subprocess.run(
            [str(tree.parent / "environment" / "bin" / "python"), *command],
            cwd=tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=PATIENCE,
        )
        if done.returncode != PASSED:
            failed = FAILED.search(done.stdout)
            return done.returncode, failed[1] if failed else done.stdout.strip().rpartition("\n")[2]
    return PASSED, ""


def tried(tree: Path, defect: Defect) -> tuple[int, str]:
    """Put a defect in, run its tests, take it out again, and run the one that failed: now it must pass."""
    file = tree / defect.file
    text, faulty = file.read_text(encoding="utf-8"), defect.applied(tree)
    write(file, faulty)
    try:
        code, failed = run(tree, defect.tests)
    finally:
        write(file, text)
    if code == NOTICED and run(tree, [failed] if failed.startswith("tests/") else defect.tests)[0] != PASSED:
        return FAILS_ANYWAY, failed
    return code, failed


def write(file: Path, text: str) -> None:
    """Write a module, and forget its compiled form: times of files are too coarse to tell the two apart."""
    file.write_text(text, encoding="utf-8")
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


@click.command(help=__doc__)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--sample", type=click.IntRange(1, len(QUICK)), help="How many to take.")
def main(names: tuple[str, ...], sample: int | None) -> None:
    """Print a row for each defect."""
    known = {defect.name: defect for defect in defects()}
    if unknown := [name for name in names if name not in known]:
        raise click.UsageError(f"there is no defect {unknown[0]}")
    chosen = [known[name] for name in names or (QUICK[:sample] if sample else known)]
    missed, started = [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="defects-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        tree = copy_of_tree(Path(folder) / "tree")
        add_python(tree, Path(folder) / "environment")
        click.echo("| defect | noticed by | s |\n|---|---|---|")
        for defect in chosen:
            begun = time.monotonic()
            code, failed = tried(tree, defect)
            if code != NOTICED:
                missed.append(defect.name)
                failed = f"**{REASONS.get(code, 'the tests did not run')}** {failed}"
            click.echo(f"| {defect.name}: {defect.why} | {failed} | {time.monotonic() - begun:.0f} |")
    seconds = time.monotonic() - started
    click.echo(f"\n{len(chosen) - len(missed)} of {len(chosen)} defects noticed ({seconds:.0f} s)")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
