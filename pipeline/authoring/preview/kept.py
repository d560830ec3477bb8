"""What one state of a library leaves to the next, so that a save of one page does not make all others again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.model.catalog import CatalogPage
from pipeline.model.facts import Facts
from pipeline.model.policy import PagePolicy
from pipeline.model.strategy import Strategy
from pipeline.publish.inputs import SharedInputs
from pipeline.publish.strategy_summary import StrategySummary, SummaryBuilder

# Where shared inputs hold those with another page policy.
OTHER_POLICY = f"{__name__}.with_policy"


class KeptPage(NamedTuple):
    """What was made of a page with these facts."""

    facts: Facts
    strategy: Strategy
    summary: StrategySummary


class Kept(NamedTuple):
    """The shared inputs, which hold compiled templates, and pages by id, which count only on the same `ground`.

    The ground is all that a strategy and its summary depend on besides the page.
    """

    shared: SharedInputs | None = None
    ground: object = None
    pages: Mapping[str, KeptPage] = {}


@dataclass(frozen=True)
class KeptSummaries(SummaryBuilder):
    """Takes the summaries of pages that did not change."""

    kept: Mapping[str, KeptPage]

    def summary(self, page: CatalogPage) -> StrategySummary:
        """The summary of the strategy on a page."""
        known = self.kept.get(page.id)
        return known.summary if known and known.strategy is page.strategy else super().summary(page)


def with_policy(shared: SharedInputs, policy: PagePolicy) -> SharedInputs:
    """The shared inputs with the page policy of an unusual page; the last ones are kept while its headings stay."""
    last = shared.__dict__.get(OTHER_POLICY)
    if not isinstance(last, SharedInputs) or last.policy != policy:
        last = shared.__dict__[OTHER_POLICY] = replace(shared, policy=policy)
    return last
