"""Verifies what strategies give to a bundle before it stands there, by the checks that a whole bundle is put to."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from pipeline.publish.verify.expected import Expected, StrategyCheck
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.view import StagedStrategy, StrategyView, view_of
from pipeline.publish.verify.violation import Violation


class StrategyViolations(NamedTuple):
    """What there is to say of one strategy: its faults, what its links want of the rest, and what it names.

    `references` is None where its record cannot be read.
    """

    violations: list[Violation]
    link_targets: LinkTargets
    references: CrossReferences | None


@cache
def all_strategy_checks() -> tuple[StrategyCheck, ...]:
    """Every promise about a strategy by itself, by module, and in it as they stand."""
    package = import_module("pipeline.publish.verify.strategy")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, StrategyCheck)]
    return tuple(dict.fromkeys(found))


def strategy_checks(formats: Collection[str]) -> Iterator[StrategyCheck]:
    """Those about some formats."""
    return (check for check in all_strategy_checks() if check.format in formats)


def verify_staged(staged: Sequence[StagedStrategy], expected: Expected) -> list[StrategyViolations]:
    """What is wrong with what some strategies give to a bundle, each by itself, in their order.

    One promise is looked at for all of them, then the next: page by page it takes a sixth longer. Nothing is read
    from a disk.
    """
    found: list[StrategyViolations] = []
    views: list[StrategyView | None] = []
    for each in staged:
        view, violations = view_of(each, expected)
        views.append(view)
        targets, references = (view.link_targets, CrossReferences.of(view.record)) if view else ({}, None)
        found.append(StrategyViolations(violations, targets, references))
    for check in strategy_checks(expected.formats):
        for view, findings in zip(views, found, strict=True):
            if view is not None:
                findings.violations.extend(check.function(view, expected))
    return found
