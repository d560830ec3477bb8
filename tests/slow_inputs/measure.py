"""Runs the commands of a case in a process of its own, and measures what they cost."""

from __future__ import annotations

import gc
import math
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cli import main
from tests.slow_inputs.case import LAST, Case, Command, Family, small_library

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a run may use: more is a failure.
MOST_SECONDS, MOST_BYTES = 120, 4_000_000_000
# Promises: CPU seconds at 100 KB, how time grows with size, and peak memory at any size.
CEILING, EXPONENT, MEMORY = 5.0, 1.3, 1_000
# Above what an empty input takes, a time is worth comparing with that of an input a few times as large.
NOISE, NEAR, FAR = 0.5, 4, 12
BOUNDED = 100_000


class Cost(NamedTuple):
    """CPU seconds and peak memory in MB of a run, the exit code of its last command, and what is wrong with it."""

    seconds: float
    memory: int
    code: int
    fault: str = ""


def warm_up() -> None:
    """Load everything once, so that the processes of the cases share it."""
    said = TextIOWrapper(BytesIO())
    with tempfile.TemporaryDirectory() as name, redirect_stdout(said), redirect_stderr(said):
        folder = Path(name)
        for command in Case({}).commands:
            sys.argv = ["strategies", *_filled(command, small_library(), folder / "out")]
            with suppress(SystemExit):
                main()
    import pipeline.cli.import_
    import pipeline.lint.fix  # noqa: F401

    gc.collect()
    gc.freeze()


def cost(case: Case) -> Cost:
    """Run the commands of a case, and judge what came of it."""
    with _library(case.files) as folder, tempfile.TemporaryFile() as said:
        process = os.fork()
        if process == 0:
            _run(case.commands, folder, said.fileno())
        _, status, used = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read()
        seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1000
        return Cost(seconds, memory, code, _fault(case, code, output, folder))


def _fault(case: Case, code: int, output: bytes, folder: Path) -> str:
    if code < 0:
        return f"over {MOST_SECONDS} s"
    if code not in (0, 1, 2) or b"Traceback" in output or b"MemoryError" in output:
        return f"exit code {code}: {output[-300:].decode('utf-8', 'replace')}"
    if code:
        return "" if output.strip() else "refused without a word"
    places = [folder / "out", *(folder / "library" / path for path in case.files)]
    places += sorted((folder / "library/content/strategies").iterdir())
    found = output if case.commands[-1][0] != "check" else b""
    return "" if LAST.encode() in found or any(map(_holds_last, places[: 1 if _exports(case) else None])) else "lost"


def _exports(case: Case) -> bool:
    return case.commands[-1][0] == "export"


def _holds_last(place: Path) -> bool:
    files = place.rglob("*") if place.is_dir() else [place]
    return any(LAST.encode() in file.read_bytes() for file in files if file.is_file())


@contextmanager
def _library(files: Mapping[str, str | bytes]) -> Iterator[Path]:
    """A folder with the small library and these files in it."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="slow-", dir=memory if memory.is_dir() else None))
    try:
        shutil.copytree(small_library(), folder / "library")
        for path, content in files.items():
            file = folder / "library" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        yield folder
    finally:
        shutil.rmtree(folder)


def _run(commands: Iterable[Command], folder: Path, said: int) -> None:
    """Become the commands, one after the other while they find nothing wrong; never returns."""
    code = 3
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))  # a test captures them
        os.chdir(folder)
        for command in commands:
            sys.argv = ["strategies", *_filled(command, folder / "library", folder / "out")]
            code = _exit_code()
            if code:
                break
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _filled(command: Command, root: Path, out: Path) -> list[str]:
    return [part.format(root=root, out=out) for part in command]


@cache
def empty(commands: tuple[Command, ...]) -> float:
    """The CPU seconds of these commands on the library as it is."""
    return min(cost(Case({}, commands)).seconds for _ in range(3))


class Row(NamedTuple):
    """A family and what its inputs cost, by size."""

    subject: str
    name: str
    costs: Mapping[int, Cost]
    base: float
    commit: str = ""

    def beside(self, earlier: Row | None) -> Row:
        """This row with what was measured earlier at other sizes, of the same commit."""
        costs = {**(earlier.costs if earlier and earlier.commit == self.commit else {}), **self.costs}
        return self._replace(costs=dict(sorted(costs.items())))

    @property
    def exponent(self) -> float:
        """How time grows with size, at worst; 0 when all inputs are too fast to tell."""
        sizes = sorted(self.costs)
        pairs = [(a, b) for a in sizes for b in sizes if NEAR * a <= b <= FAR * a]
        return max((self._exponent(a, b) for a, b in pairs), default=0.0)

    def _exponent(self, small: int, large: int) -> float:
        few, many = (self.costs[size].seconds - self.base for size in (small, large))
        if many < NOISE:
            return 0.0
        return math.log(many / max(few, NOISE / 10)) / math.log(large / small)

    @property
    def faults(self) -> list[str]:
        """The promises that this family breaks."""
        found = [f"{each.fault} at {size}" for size, each in self.costs.items() if each.fault]
        if self.exponent > EXPONENT:
            found.append(f"grows with size to the {self.exponent:.2f}")
        late = [each for size, each in self.costs.items() if size <= BOUNDED and each.seconds > CEILING]
        found += [f"{each.seconds:.1f} s" for each in late]
        found += [f"{each.memory} MB" for each in self.costs.values() if each.memory > MEMORY]
        return found


def measured(subject: str, name: str, family: Family, sizes: Sequence[int]) -> Row:
    """What the inputs of a family cost; larger ones are left out after one that took too long."""
    costs: dict[int, Cost] = {}
    base = 0.0
    for size in sizes:
        case = family(size)
        base = empty(case.commands)
        costs[size] = cost(case)
        if costs[size].code < 0:
            break
    return Row(subject, name, costs, base)
