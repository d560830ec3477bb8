"""What a rule is: a decorated generator function, named after the fault it finds."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
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
    """One fault as a rule tells it. `about` names what else it hangs on (see Diagnostic)."""

    span: Span
    message: str
    help: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    about: tuple[str, ...] = ()


class Documentation(NamedTuple):
    """A rule's docstring in parts: one sentence, why it matters to a reader, examples."""

    summary: str
    reason: str
    bad: tuple[str, ...]
    good: tuple[str, ...]


class Rule(NamedTuple):
    """A named check of one kind of subject: Document, Entry, Library, Report or Revision.

    A `required` rule is an error whatever configuration says. One that is not `enabled` runs only when
    configuration gives it a severity. `fixes` says how far its fixes may be trusted; empty when it has none.
    `rewrites` is true when a safe fix changes what readers of the page see (a moved section, a
    missing disclaimer put in); the safe fixes of all other rules leave that as it is. A `daily` rule goes by the
    day it is, so what it finds is looked for anew each time. On a page that is a draft, a finding weighs no more than
    `draft_severity`: what is unfinished there keeps nobody from publishing.

    What a rule asks of the vocabulary is noted while it runs, and a page is examined again when an answer would differ.
    So a rule for pages asks for single terms, and for a whole list only where it has something to say.
    """

    name: str
    subject: type
    severity: Severity
    required: bool
    enabled: bool
    fixes: tuple[Safety, ...]
    rewrites: bool
    daily: bool
    draft_severity: Severity | None
    family: str
    function: Callable[[Any, Context], Iterator[Finding]]

    def run(self, subject: object, context: Context) -> Iterator[Finding]:
        """Find every occurrence of the fault in a subject of the rule's kind."""
        return self.function(subject, context)

    def diagnose(self, finding: Finding, severity: Severity) -> Diagnostic:
        """Put the rule's name and weight to a finding."""
        return Diagnostic(
            finding.span,
            self.name,
            severity,
            finding.message,
            finding.help,
            finding.notes,
            finding.fix,
            finding.about,
        )

    @property
    def of_pages(self) -> bool:
        """True when it looks at one page at a time; a rule for documents looks at data files as well."""
        return self.subject in (Document, Entry)

    @property
    def weight(self) -> str:
        """How much a finding weighs unless configuration says otherwise, in a word."""
        if self.required:
            return "required"
        return self.severity.value if self.enabled else "off"

    @property
    def documentation(self) -> Documentation:
        """The docstring in parts."""
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
    daily: bool = False,
    draft_severity: Severity | None = None,
) -> Callable[[Callable[[Subject, Context], Iterator[Finding]]], Rule]:
    """Make a rule of a generator function; the function's name is the rule's."""

    def decorate(function: Callable[[Subject, Context], Iterator[Finding]]) -> Rule:
        name = function.__name__.replace("_", "-")
        family = function.__module__.rsplit(".", 2)[-2]
        return Rule(
            name,
            subject,
            severity,
            required,
            enabled,
            fixes,
            rewrites,
            daily,
            draft_severity,
            family,
            function,
        )

    return decorate


def discover(package: ModuleType) -> tuple[Rule, ...]:
    """Collect the rules of every module below a package, sorted by name. A module that begins with `_` holds none."""
    found: dict[str, Rule] = {}
    for module in walk_packages(package.__path__, package.__name__ + "."):
        if module.name.rpartition(".")[2].startswith("_"):
            continue
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule):
                found[value.name] = value
    return tuple(found[name] for name in sorted(found))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule of this package. Content and configuration can switch rules, never bring their own."""
    return discover(import_module("pipeline.lint.rules"))


def rules_of_pages() -> tuple[Rule, ...]:
    """The rules that look at one page at a time, whatever the day."""
    return tuple(rule for rule in all_rules() if rule.of_pages and not rule.daily)


@cache
def required_rules() -> frozenset[str]:
    """Names of the rules that are always an error."""
    return frozenset(rule.name for rule in all_rules() if rule.required)


def named(names: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these names; raises KeyError with the first that there is not."""
    known = {rule.name: rule for rule in all_rules()}
    return tuple(known[name] for name in names)
