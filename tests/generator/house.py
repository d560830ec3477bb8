"""What pages of one library share: its sections, terms, other pages and images."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import yaml
from conftest import HERE

from pipeline.source.resources import default_policy_text


@dataclass(frozen=True)
class House:
    """The names that a page can use. `policy` has the shape of `schemas/strategy-page.yaml`."""

    policy: dict[str, list[dict[str, object]]]
    factors: tuple[str, ...]
    categories: tuple[str, ...]
    models: dict[str, tuple[str, ...]]  # learner models, each with its factors
    others: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    works: tuple[str, ...] = ()  # that pages can cite
    declared: tuple[str, ...] = field(default=())  # factors that the page in the making declares


@cache
def default_policy() -> dict[str, list[dict[str, object]]]:
    """The packaged house rules."""
    loaded = yaml.safe_load(default_policy_text())
    assert isinstance(loaded, dict)
    return loaded


@cache
def small_house() -> House:
    """The names of the test library."""
    feeling = ("emotion", "motivation", "sense-of-belonging")
    models = {
        "middle-grades": (*feeling, "attention", "civic-mindedness", "curiosity"),
        "early-grades": ("vision", *feeling[::2]),
    }
    factors = tuple(dict.fromkeys(name for names in models.values() for name in names))
    others = tuple(
        path.stem
        for path in (HERE / "library/content/strategies").glob("*.md")
        if path.stem not in ("morning-circle", "quiet-corner")
    )
    return House(
        default_policy(),
        factors,
        ("active-learning", "teacher-modeling-support"),
        models,
        tuple(sorted(others)),
        ("circle.png",),
        ("reyes-2022", "ito-2021"),
    )
