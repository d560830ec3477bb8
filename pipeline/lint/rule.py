"""Rules: decorated generator functions, each named after the mistake that it finds."""

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, NamedTuple, TypeVar

from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic, Fix, Note, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.source.parse import Document
from pipeline.source.text import Span

Subject = TypeVar("Subject")
# A labelled, indented example in a rule's docstring.
EXAMPLE = re.compile(r"^(Bad|Good):\n((?:[ ]{4}.*\n?|\n)+)", re.MULTILINE)


class Finding(NamedTuple):
    """A mistake that a rule found. `about` names what else it depends on (see Diagnostic)."""

    span: Span
    message: str
    help: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    about: tuple[str, ...] = ()


class Documentation(NamedTuple):
    """The parts of a rule's docstring: one sentence, the reason for the rule, examples."""

    summary: str
    reason: str
    bad: tuple[str, ...]
    good: tuple[str, ...]


class Rule(NamedTuple):
    """A named check of one kind of subject: Document, Entry, Library, Report or Revision.

    A `required` rule is an error, which configuration cannot change. One that is not `enabled` runs only when
    configuration gives it a severity. `fixes` lists the safeties of its fixes, if it has any. `rewrites` is true when
    a safe fix changes what readers of the page see (a moved section, an added disclaimer). The findings of a
    `time_dependent` rule depend on the day, so they are not cached with the page. On an idea or a draft, a finding is
    no more severe than `draft_severity`: what is only unfinished must not block publishing.

    The vocabulary records what a rule reads from it, and a page is linted again when any of that changes. So a rule
    for pages looks up single terms, and reads a complete list only when it has something to report.
    """

    name: str
    subject: type
    severity: Severity
    required: bool
    enabled: bool
    fixes: tuple[Safety, ...]
    rewrites: bool
    time_dependent: bool
    draft_severity: Severity | None
    family: str
    function: Callable[[Any, Context], Iterator[Finding]]

    def diagnose(self, finding: Finding, severity: Severity) -> Diagnostic:
        """Add the rule's name and a severity to a finding."""
        return Diagnostic(finding.span, self.name, severity, *finding[1:])

    @property
    def weight(self) -> str:
        """The default severity as people read it."""
        if self.required:
            return "required"
        return self.severity.value if self.enabled else "off"

    @property
    def documentation(self) -> Documentation:
        """The parts of the docstring."""
        text = inspect.getdoc(self.function) or ""
        examples = [(label, inspect.cleandoc("\n" + body)) for label, body in EXAMPLE.findall(text + "\n")]
        summary, _, rest = EXAMPLE.sub("", text + "\n").partition("\n\n")
        return Documentation(
            summary=" ".join(summary.split()),
            reason="\n\n".join(" ".join(part.split()) for part in rest.strip().split("\n\n")),
            bad=tuple(example for label, example in examples if label == "Bad"),
            good=tuple(example for label, example in examples if label == "Good"),
        )


def rule(
    subject: type[Subject],
    *,
    severity: Severity = Severity.ERROR,
    required: bool = False,
    enabled: bool = True,
    fixes: tuple[Safety, ...] = (),
    rewrites: bool = False,
    time_dependent: bool = False,
    draft_severity: Severity | None = None,
) -> Callable[[Callable[[Subject, Context], Iterator[Finding]]], Rule]:
    """Turn a generator function into a rule of the same name."""

    def decorate(function: Callable[[Subject, Context], Iterator[Finding]]) -> Rule:
        name = function.__name__.replace("_", "-")
        family = function.__module__.rsplit(".", 2)[-2]
        options = severity, required, enabled, fixes, rewrites, time_dependent, draft_severity
        return Rule(name, subject, *options, family, function)

    return decorate


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in a module of the families, sorted by name. Content and configuration cannot add any."""
    package = import_module("pipeline.lint.rules")
    names = (module.name for module in walk_packages(package.__path__, f"{package.__name__}."))
    modules = [import_module(name) for name in names if not name.rpartition(".")[2].startswith("_")]
    found = {value.name: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(found[name] for name in sorted(found))


def rules_of_pages() -> tuple[Rule, ...]:
    """The rules whose findings on a page may be cached with it."""
    return tuple(rule for rule in all_rules() if rule.subject in (Document, Entry) and not rule.time_dependent)


@cache
def required_rules() -> frozenset[str]:
    """Names of the rules whose severity configuration cannot change."""
    return frozenset(rule.name for rule in all_rules() if rule.required)
