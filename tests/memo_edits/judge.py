"""Checks and exports a library as the command does, with rules and an exporter that show what could be out of date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import TODAY
from releases import faults

from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import Finding, all_rules, rule
from pipeline.model.catalog import Catalog
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.entry import Entry
from pipeline.publish.exporter import Aggregate, Exporter, ExportFault, File, Shard, default_formats, exporters_of
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.publication_inputs import publication_inputs, site_options
from pipeline.publish.records import Records
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.source.parse import Document


class Outcome(NamedTuple):
    """Whether a library was published, what was found in it, and what else kept it from being published."""

    published: bool
    findings: tuple[Diagnostic, ...]
    fault: str = ""


class ShowAll(Exporter):
    """Shows whatever it is handed: if anything of that could be out of date, it would be seen here."""

    format = "all"

    def aggregates(self, site: Records) -> Iterable[Aggregate]:
        """One file with a line for each strategy."""
        return [Aggregate("all/strategies.txt", f"{len(site.summaries)} strategies\n".encode())]

    def render(self, strategy: StrategyInputs) -> Iterable[File | Shard]:
        """All of a strategy's inputs."""
        yield File(f"all/{strategy.id}.txt", f"{strategy}\n{strategy.shared}\n{strategy.loaded_rendition}".encode())
        yield Shard("all/strategies.txt", f"{strategy.summary.title}, {strategy.before}, {strategy.grades}\n".encode())

    def render_site(self, site: Records) -> Iterable[File]:
        """All of the library's records."""
        told = {name: value for name, value in vars(site).items() if name in site.__dataclass_fields__}
        vocabulary, options = told.pop("vocabulary"), told.pop("site")
        lists = (vocabulary.factors, vocabulary.categories, vocabulary.learner_models)
        yield File("all/site.txt", f"{told}\n{[list(terms) for terms in lists]}\n{options.digests}".encode())


def long_factor_name(entry: Entry, context: Context) -> Iterator[Finding]:
    """A factor that the page names has a long name: goes through what the vocabulary says, and declares nothing."""
    for value in entry.values("factors"):
        factor = context.vocabulary.factors.get(value.text)
        if factor and len(factor.name) > 12:
            yield Finding(value.span, f"`{factor.name}` is long")


def many_terms(entry: Entry, context: Context) -> Iterator[Finding]:
    """Tells how many terms there are, and what the last category is called."""
    names = [category.name for category in context.vocabulary.categories]
    yield Finding(entry.document.source.line_span(0), f"{len(context.vocabulary.factors.items)}, {names[-1:]}")


@contextmanager
def added() -> Iterator[None]:
    """Rules that nobody thought of when the memo was written."""
    for function in (long_factor_name, many_terms):
        function.__module__ = f"added.of_tests.{function.__name__}"
    rules = [rule(Entry, severity=Severity.INFO)(function) for function in (long_factor_name, many_terms)]
    more = tuple(sorted((*all_rules(), *rules), key=lambda each: each.name))
    of_pages = tuple(each for each in more if each.subject in (Document, Entry) and not each.time_dependent)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("lint.rule", "lint.runner", "incremental.workspace", "incremental.page_tasks"):
            for name, found in (("all_rules", more), ("rules_of_pages", of_pages)):
                if hasattr(import_module(f"pipeline.{module}"), name):
                    patch.setattr(f"pipeline.{module}.{name}", lambda found=found: found)
        yield


def faults_of_records(bundle: Path) -> list[str]:
    """Faults of a bundle but for files that show more than its records say, so that nothing can make them again."""
    return [fault for fault in faults(bundle) if not fault.startswith("all/")]


def run(root: Path, out: Path, tasks: Tasks, formats: Collection[str] = default_formats()) -> Outcome:
    """Check and export a library as the command does."""
    workspace = Workspace(root, tasks=tasks)
    report = workspace.report(TODAY, render=True)
    if report.has_errors:
        return Outcome(False, report.diagnostics)
    edition = publication_inputs(workspace, Catalog.of(report), site_options(workspace, search=False))
    try:
        publish(PublishRequest(edition, [*exporters_of(formats), ShowAll()], tasks=tasks), out)
        tasks.memo.save()
    except ExportFault as fault:
        return Outcome(False, report.diagnostics, str(fault))
    return Outcome(True, report.diagnostics)
