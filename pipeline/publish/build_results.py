"""Results of all tasks of a build."""

from dataclasses import dataclass, field

from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.violation import Violation


@dataclass
class BuildResults:
    """Results of all tasks of a build. `site_links` are those of copied strategies, too.

    `verified` are files that a task verified, or would have before it was cached.
    """

    violations: list[Violation] = field(default_factory=list)
    links: LinkTargets = field(default_factory=dict)
    site_links: LinkTargets = field(default_factory=dict)
    verified: set[str] = field(default_factory=set)
    references: list[CrossReferences] = field(default_factory=list)
