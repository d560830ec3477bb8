"""`strategies check --watch`: checks again after each change of a file, and prints what changed."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from pipeline.cli.baselines import BaselineRequest, compared
from pipeline.cli.checking import CheckRequest, fails, for_people, lint
from pipeline.cli.options import Run, extra_for, tell_packaged_policy, time_of_day
from pipeline.cli.terminal import Pinned, on_terminal, redraws, say, write
from pipeline.incremental.tasks import silent
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.news import News, ShownFinding, news, shown_findings
from pipeline.lint.reporters import news as news_reporter
from pipeline.lint.reporters import text as text_reporter
from pipeline.lint.reporters.problems import ProblemList
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Severity
from pipeline.source.discovery import find_root
from pipeline.source.environment import EnvironmentFault
from pipeline.source.interruption import stop_if_interrupted
from pipeline.source.memoise import cached_property
from pipeline.source.paths import INFO_PATH

if TYPE_CHECKING:
    from pipeline.authoring.watching import LibraryWatch
    from pipeline.incremental.workspace import Workspace

# Milliseconds without a change after which the library is checked, and the most until then.
QUIET, LONGEST = 50, 3000
# Seconds between looks at the window and the calendar, and those in which trouble may pass by itself.
TURN, PASSING = 1.0, 0.3


class Checked(NamedTuple):
    """The findings of a check, those that are listed, and the least severity that fails."""

    view: ReportView
    findings: tuple[ShownFinding, ...] = ()
    fail_on: str = Severity.ERROR.value

    @property
    def fails(self) -> bool:
        """True if a check would end with 1."""
        return fails(self.view, self.fail_on)


@dataclass(frozen=True)
class LastingRun(Run):
    """A run whose library stays open: the results of pages that did not change are at hand."""

    @cached_property
    def _opened(self) -> "Workspace":
        return super().workspace()

    def workspace(self, folder: Path | None = None) -> "Workspace":
        """The library, with its settings read again."""
        opened = self._opened
        return replace(opened, tasks=replace(opened.tasks, watch=silent) if opened.last.state else opened.tasks)


@dataclass
class RepeatedCheck:
    """A check that can be made again and again; `levels` are the least severity that is listed, and one that fails."""

    request: CheckRequest
    run: Run
    adopted: BaselineRequest
    levels: tuple[str, str | None]
    paths: list[str]

    def __call__(self) -> Checked:
        """Check the library as it is now."""
        root, fail_on = self.run.root, self.levels[1]
        if not _is_library(root):
            raise EnvironmentFault(f"the library is gone: {root} holds no {INFO_PATH}")
        view, default, _ = lint(self.request, self.run, root, self.paths)
        view = compared(view, self.adopted, Severity(fail_on or default), self.request.covers(root))
        self.adopted = self.adopted._replace(partial=True)  # says only once that a baseline knows too many
        view = self.for_people(view)
        return Checked(view, shown_findings(view), fail_on or default)

    def for_people(self, view: ReportView) -> ReportView:
        """The findings as they are shown in this terminal."""
        return for_people(view, self.levels[0], colored=on_terminal())


class Display:
    """Prints each text below the one before."""

    def begin(self, text: str, checked: Checked) -> None:
        """Show the first report."""
        write(text, colored=checked.view.color)
        say("watching; Ctrl+C ends it", err=True)

    def show(self, text: str, checked: Checked, changes: News, title: str) -> None:
        """Show what changed, and what there is in all."""
        verdict = "the check fails" if checked.fails else "the check passes"
        write(f"\n{text}\n{text_reporter.summary(checked.view)}; {verdict}\n", colored=checked.view.color)

    def tell(self, *lines: str) -> None:
        """Show lines that are about no check."""
        say(*lines, err=True)

    def turn(self) -> None:
        """Follow changes of the window."""


@dataclass
class ProblemsDisplay(Display):
    """Keeps a list of the problems below what is printed."""

    checked: Checked
    pinned: Pinned = field(default_factory=Pinned)
    problems: ProblemList = field(default_factory=ProblemList)
    title: str = ""
    size: tuple[int, int] = (0, 0)

    def begin(self, text: str, checked: Checked) -> None:
        """Print the first report, and begin the list."""
        self._update(f"{text}\n", checked, News(), "watching; Ctrl+C ends it")

    def show(self, text: str, checked: Checked, changes: News, title: str) -> None:
        """Print what changed, and mark it in the list."""
        self._update(f"{text}\n", checked, changes, title)

    def _update(self, text: str, checked: Checked, changes: News, title: str) -> None:
        self.problems.update(checked.findings, changes)
        self.checked, self.title = checked, title
        self._draw(text)

    def tell(self, *lines: str) -> None:
        """Print lines; the first is the title of the list until the next check."""
        self.title = lines[0]
        self._draw("".join(f"{line}\n" for line in lines))

    def turn(self) -> None:
        """Draw the list anew when the window has another size."""
        if shutil.get_terminal_size() != self.size:
            self._draw("")

    def _draw(self, text: str) -> None:
        self.size = width, height = shutil.get_terminal_size()
        view = self.checked.view._replace(width=width)
        lines = self.problems.lines(view, height, self.title, fails=self.checked.fails)
        self.pinned.show(text, lines, colored=view.color)


@dataclass
class Follower:
    """Compares each check with the one before, and shows what changed.

    `good` is the last check that could be made with the settings, `last` the last that was shown.
    """

    check: RepeatedCheck
    files: "LibraryWatch"
    display: Display
    good: Checked
    last: Checked
    trouble: tuple[str, ...] = ()

    def begin(self) -> None:
        """Show all findings."""
        self.last = self._check()
        text = text_reporter.render(self.last.view)
        stop_if_interrupted()
        self.display.begin(text, self.last)

    def again(self) -> None:
        """Show what changed; trouble is told if it lasts."""
        while True:
            try:
                checked = self._check()
                changes = news(self.last.findings, checked.findings)
                title = f"{time_of_day()} {news_reporter.counts(changes) or 'nothing changed'}"
                text = news_reporter.render(checked.view, changes, title)
                break
            except (EnvironmentFault, OSError) as error:
                if not self.files.changed(PASSING):
                    return self._tell(error)
        stop_if_interrupted()
        if changes or self.trouble:
            self.display.show(text, checked, changes, title)
        self.last, self.trouble = checked, ()
        return None

    def _check(self) -> Checked:
        """The findings; those about the settings with the last ones of everything else, while these are invalid."""
        try:
            self.good = self.check()
        except ConfigurationFault as fault:
            sources = {fault.source.path: fault.source}
            view = self.check.for_people(self.good.view)._replace(sources=sources, review=None)
            found = shown_findings(view._replace(diagnostics=fault.diagnostics))
            view = view._replace(diagnostics=(*fault.diagnostics, *view.diagnostics))
            return Checked(view, (*found, *self.good.findings), self.good.fail_on)
        return self.good

    def _tell(self, error: Exception) -> None:
        lines = error.lines if isinstance(error, EnvironmentFault) else (str(error),)
        if lines != self.trouble:
            self.trouble = lines
            self.display.tell(f"{time_of_day()} not checked: {lines[0]}", *lines[1:])


def follow(
    request: CheckRequest,
    run: Run,
    adopted: BaselineRequest,
    levels: tuple[str, str | None],
    day: Callable[[], dt.date],
) -> NoReturn:
    """Check now and after each change, until interrupted."""
    with extra_for("`strategies check --watch`", "watch", "watchfiles"):
        from pipeline.authoring.watching import LibraryWatch
    lasting = LastingRun(**{each.name: getattr(run, each.name) for each in fields(run)})
    paths = request.known_paths(run.root, run.root)  # as they are at the start: files come and go
    check = RepeatedCheck(request._replace(today=day()), lasting, adopted, levels, paths)
    files = LibraryWatch(run.root, QUIET, LONGEST, _also(check))
    none = Checked(check.for_people(ReportView((), {}, 0)))
    display = ProblemsDisplay(none) if redraws() else Display()
    follower = Follower(check, files, display, good=none, last=none)
    tell_packaged_policy(run.root)
    follower.begin()
    while True:
        while not files.changed(TURN) and check.request.today == day():
            display.turn()
        check.request = check.request._replace(today=day())
        follower.again()


def _is_library(root: Path) -> bool:
    try:
        return find_root(root) == root
    except EnvironmentFault:
        return False


def _also(check: RepeatedCheck) -> Iterator[Path]:
    """Other files that a check depends on: the baseline, and where git notes that the branch moved."""
    if check.adopted.path is not None:
        yield check.adopted.path.absolute()
    if check.request.changed_since is not None:
        from pipeline.source.git.repository import Repository

        root = check.run.root
        yield root / Repository.around(root).text("rev-parse", "--git-path", "logs/HEAD").strip()
