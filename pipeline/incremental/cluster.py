"""An ordered map over other machines: a Dask cluster, whose workers receive values and return values.

Needs the extra `cluster`. For hundreds of thousands of pages, or many libraries in one nightly run.
"""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.parallel import over
from pipeline.source.environment import EnvironmentFault

Item = TypeVar("Item")
Result = TypeVar("Result")
# Seconds to wait for the scheduler.
PATIENCE = 10


@dataclass(frozen=True)
class Cluster:
    """The workers of the scheduler at an address, such as `tcp://10.0.0.1:8786`."""

    address: str

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Generator[Result, None, None]:
        """Yield results in the order of the items; raises EnvironmentFault without workers of our version."""
        try:
            from distributed import Client
        except ImportError:
            raise EnvironmentFault(
                "`--scheduler` needs Dask: install it with `pip install 'strategy-pipeline[cluster]'`"
            ) from None
        try:
            client = Client(self.address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise EnvironmentFault(f"no scheduler answers at {self.address}: {error}") from None
        with client:
            versions: dict[str, str] = client.run(key_of)
            if not versions:
                raise EnvironmentFault(f"the scheduler at {self.address} has no workers")
            if other := sorted(worker for worker, theirs in versions.items() if theirs != version()):
                raise EnvironmentFault(f"the worker {other[0]} runs another version of strategy-pipeline, or of Python")
            with client.get_executor() as executor:  # type: ignore[no-untyped-call]
                yield from over(executor, function, items, sum(client.nthreads().values()))  # type: ignore[no-untyped-call]


def version() -> str:
    """A digest of our code, Python and the libraries."""
    return key_of()
