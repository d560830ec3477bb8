"""What a run works with; none of it changes what comes out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.cache import Cache
from pipeline.parallel import Progress, Spread, here
from pipeline.stages import Stages

# Gives, for a piece of work by its name, what is told how far it has come.
Watch = Callable[[str], Progress]


def silent(label: str) -> Progress:
    """Show nothing."""
    return lambda done, total: None


@dataclass(frozen=True)
class Means:
    """What earlier runs found, how work is spread over processes, where the time goes, who watches."""

    cache: Cache | None = None
    spread: Spread = here
    stages: Stages = field(default_factory=Stages)
    watch: Watch = silent
