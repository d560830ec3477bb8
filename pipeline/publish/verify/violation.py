"""What is found wrong with a bundle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong with a bundle: in which file, at which record (or empty), and what."""

    path: str
    record: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.record}: {self.message}" if self.record else f"{self.path}: {self.message}"
