"""Measurements in a file. All of one size are replaced together, so that ratios compare values of one run."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Quantity = Literal["wall", "cpu", "memory"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The cost of one run of one program, in seconds and MiB."""

    size: int
    round: int
    contender: str
    label: str
    wall: float
    cpu: float
    memory: float


class Spread(NamedTuple):
    """The median of several rounds, and the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread | None":
        """The spread of some values; None when there is none."""
        found = list(values)
        return cls(statistics.median(found), min(found), max(found)) if found else None


class Results:
    """Measurements of all sizes."""

    def __init__(self, measurements: Iterable[Measurement] = ()) -> None:
        self.measurements = list(measurements)

    @classmethod
    def read(cls, path: Path) -> "Results":
        """Read a file that `write` wrote, if there is one."""
        return cls(Measurement(**item) for item in json.loads(path.read_text("utf-8"))) if path.is_file() else cls()

    def write(self, path: Path) -> None:
        """Write one measurement a line."""
        lines = ",\n".join(json.dumps(asdict(item)) for item in self.measurements)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")

    def replace(self, size: int, measurements: Iterable[Measurement]) -> None:
        """Replace all measurements of a size."""
        kept = [item for item in self.measurements if item.size != size]
        self.measurements = sorted([*kept, *measurements], key=lambda item: item.size)

    def sizes(self) -> list[int]:
        """Measured sizes."""
        return sorted({item.size for item in self.measurements})

    def labels(self, size: int) -> list[str]:
        """Labels of the measurements of a size, in order."""
        return list(dict.fromkeys(item.label for item in self.measurements if item.size == size))

    def rounds(self, size: int, contender: str, label: str, quantity: Quantity = "wall") -> dict[int, float]:
        """The values of all rounds."""
        return {
            item.round: getattr(item, quantity)
            for item in self.measurements
            if (item.size, item.contender, item.label) == (size, contender, label)
        }

    def spread(self, size: int, contender: str, label: str, quantity: Quantity = "wall") -> Spread | None:
        """Median, least and most of all rounds."""
        return Spread.of(self.rounds(size, contender, label, quantity).values())

    def ratio(self, size: int, one: tuple[str, str], other: tuple[str, str], quantity: Quantity) -> Spread | None:
        """How many times as much one (contender, label) took as the other: round by round, then the median."""
        values, bases = self.rounds(size, *one, quantity), self.rounds(size, *other, quantity)
        return Spread.of(values[number] / bases[number] for number in values if number in bases)
