"""Verification of staged strategies, by the checks that those of a complete bundle must pass, too."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from pipeline.publish.verify.check import Check, checks_in
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.view import StagedStrategy, view_of
from pipeline.publish.verify.violation import Violation


class StrategyViolations(NamedTuple):
    """The violations of one strategy, and what it requires of the remaining bundle.

    `references` is None when its record cannot be read.
    """

    violations: list[Violation]
    link_targets: LinkTargets
    references: CrossReferences | None


def strategy_checks(formats: Collection[str]) -> Iterator[Check]:
    """The checks of each strategy by itself, for some formats."""
    return (check for check in checks_in("strategy") if check.format in formats)


def verify_staged(staged: Sequence[StagedStrategy], expected: Expected) -> list[StrategyViolations]:
    """Verify what some strategies add to a bundle, each by itself, in their order; no disk is read."""
    return [_violations_of(each, expected) for each in staged]


def _violations_of(staged: StagedStrategy, expected: Expected) -> StrategyViolations:
    view, violations = view_of(staged, expected)
    if view is None:
        return StrategyViolations(violations, {}, None)
    for check in strategy_checks(expected.formats):
        violations.extend(check.function(view, expected))
    return StrategyViolations(violations, view.link_targets, CrossReferences.of(view.record))
