"""`strategies check --watch`: the first report, then what changed, until Ctrl+C; on a terminal with a list below."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from command import PAGES, TODAY, TRUST, VOICE, Run, replace
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from pipeline.cli.baselines import BaselineRequest
from pipeline.cli.checking import CheckRequest
from pipeline.cli.watching import Checked, Display, Follower, LastingRun, RepeatedCheck
from pipeline.incremental.page_tasks import PageBytes, PageChecker
from pipeline.incremental.tasks import TaskResult
from pipeline.lint.news import News, ShownFinding, news
from pipeline.lint.reporters.problems import ProblemList
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.text import Position, Span

COMMAND = [sys.executable, "-m", "pipeline", "check", "--watch", TODAY]
# Seconds after which something that was waited for does not come any more.
PATIENCE = 30
TYPO = ("factors: [motivation,", "factors: [motivatoin,")
TWICE = ("## Overview\n", "## Overview\n\nThe the 👩‍🏫 of 你好, and so on.\n")
HEAD = re.compile(r"^\d\d:\d\d:\d\d ")


# What changed


def shown(path: str, message: str, text: str = "", line: str = "", at: int = 1) -> ShownFinding:
    found = Diagnostic(Span(path, at, at), "some-rule", Severity.WARNING, message)
    return ShownFinding(found, Position(at, 1), text, line)


FINDINGS = st.lists(
    st.builds(
        shown,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["1 word", "2 words", "3 words", "unknown"]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["", "x y"]),
        st.integers(1, 9),
    ),
    max_size=8,
)


@given(before=FINDINGS, after=FINDINGS)
def test_news_account_for_every_finding(before: list[ShownFinding], after: list[ShownFinding]) -> None:
    changes, back = news(before, after), news(after, before)
    assert len(before) - len(changes.gone) == len(after) - len(changes.new)
    for group in (changes.new, changes.changed):
        assert not Counter(group) - Counter(after)
    assert not Counter(changes.gone) - Counter(before)
    assert [*map(len, back)] == [*map(len, reversed(changes))]
    assert bool(changes) == (Counter(map(what, before)) != Counter(map(what, after)))


def what(found: ShownFinding) -> tuple[object, ...]:
    return found.diagnostic.span.path, found.diagnostic.message, found.text


@given(found=FINDINGS, lines=st.integers(1, 100))
def test_what_only_moves_is_no_news(found: list[ShownFinding], lines: int) -> None:
    moved = [each._replace(position=Position(each.position.line + lines, 1), line=each.line + "!") for each in found]
    assert news(found, moved) == News()


def test_of_twins_the_one_on_the_changed_line_is_gone() -> None:
    first, second = (shown("a", "twice", "the", line, at) for line, at in (("the the cat", 1), ("the the dog", 9)))
    assert news([first, second], [second._replace(position=Position(8, 1))]).gone == (first,)


def test_a_count_that_changes_is_a_change() -> None:
    before, after = shown("a", "95 words, at least 110", "Overview"), shown("a", "97 words, at least 110", "Overview")
    assert news([before], [after]) == News(changed=(after,))
    milder = after._replace(diagnostic=after.diagnostic._replace(severity=Severity.INFO))
    assert news([after], [milder]) == News(changed=(milder,))


# The list


@pytest.mark.parametrize("height", [3, 8, 24, 50])
@pytest.mark.parametrize("width", [20, 80, 120])
def test_the_list_fits_into_the_window(height: int, width: int) -> None:
    findings = [
        shown(f"{PAGES}/{name}.md", "long 你好 message " * 9, at=line) for name in "abcd" for line in range(1, 9)
    ]
    problems = ProblemList()
    problems.update(findings, News(new=(findings[-1],)))
    view = ReportView(tuple(each.diagnostic for each in findings), {}, 4, width=width)
    lines = problems.lines(view, height, "12:00:00 1 new", fails=False)
    assert 2 <= len(lines) <= min(max(height // 2, 6), height - 1)
    assert all(cells(line) < width for line in lines)
    if height >= 8:
        assert lines[1] == (f"{PAGES}/d.md" if width > 30 else "content/strategies…")
        assert lines[2].startswith("+ 8:1 ")
        listed = sum(bool(re.match(r"[+ ] \d", line)) for line in lines)
        assert lines[-2] == f"… {len(findings) - listed} more"
    assert lines[-1].startswith("✓ 32 warnings in 4"[: width - 2])


def cells(text: str) -> int:
    return sum(2 if "\u2e80" <= character <= "\u9fff" else 1 for character in text)


# In this process, without a watch of files


@dataclass
class Noted(Display):
    """What a display was asked to show."""

    said: list[str] = field(default_factory=list)

    def begin(self, text: str, checked: Checked) -> None:
        self.said.append(text)

    def show(self, text: str, checked: Checked, changes: News, title: str) -> None:
        self.said.append(text)

    def tell(self, *lines: str) -> None:
        self.said.append("\n".join(lines))

    def take(self) -> str:
        """All since the last time, with the time of day left out."""
        taken, self.said = "\n".join(self.said), []
        return re.sub(HEAD.pattern, "", taken, flags=re.MULTILINE)


class Quiet:
    """A watch that sees no change."""

    def changed(self, seconds: float) -> bool:
        return False


def followed(root: Path, *paths: str, baseline: Path | None = None, since: str | None = None) -> tuple[Follower, Noted]:
    """A watch that has begun; `again` of it is one turn."""
    request = CheckRequest(tuple(root / path for path in paths), since, None, False, None, None, dt.date(2026, 11, 24))
    adopted = BaselineRequest(baseline, None, update=False, partial=since is not None, silent=False)
    check = RepeatedCheck(request, LastingRun(root, jobs=1), adopted, ("warning", None), list(paths))
    none, display = Checked(ReportView((), {}, 0)), Noted()
    follower = Follower(check, Quiet(), display, none, none)  # type: ignore[arg-type]
    follower.begin()
    return follower, display


@pytest.mark.usefixtures("own_memo")
def test_only_the_page_that_was_saved_is_examined(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examined: list[str] = []
    call = PageChecker.__call__

    def noting(task: PageChecker, pages: Sequence[PageBytes]) -> list[TaskResult[bytes | None]]:
        examined.extend(path for path, _ in pages)
        return call(task, pages)

    monkeypatch.setattr(PageChecker, "__call__", noting)
    follower, display = followed(library)
    assert len(examined) == 5
    examined.clear()
    for old, new in (TYPO, TYPO[::-1], TYPO):
        replace(library / VOICE, old, new)
        follower.again()
    assert examined == [VOICE]  # it was known after that, in each of its forms
    follower, display = followed(library)
    assert examined == [VOICE]
    assert "unknown-factor" in display.take()


def test_paths_limit_what_is_followed(library: Path) -> None:
    follower, display = followed(library, VOICE)
    assert display.take().startswith("✓ 1 file checked")
    replace(library / TRUST, *TWICE)
    follower.again()
    assert display.take() == ""
    replace(library / VOICE, *TWICE)
    follower.again()
    assert display.take().startswith(f"1 new\n\nnew {VOICE}:")
    (library / VOICE).unlink()  # what it causes elsewhere is reported, and nobody says that the path is wrong
    follower.again()
    said = display.take()
    assert f"gone {VOICE}:" in said
    assert "unknown-strategy" in said


def test_what_changed_since_a_commit_is_followed(repository: Repository) -> None:
    root = repository.folder
    replace(root / TRUST, *TWICE)
    repository.git("commit", "--quiet", "--all", "--message", "Known")
    follower, display = followed(root, since="HEAD")
    assert display.take() == "✓ 0 files checked, nothing to mend\n"
    replace(root / VOICE, *TYPO)
    follower.again()
    assert display.take().startswith(f"1 new\n\nnew {VOICE}:")
    repository.git("commit", "--quiet", "--all", "--message", "Known, too")
    follower.again()
    assert display.take().startswith(f"1 gone\n\ngone {VOICE}:")


def test_a_baseline_hides_what_it_knows(library: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    known = library / "known.json"
    replace(library / TRUST, *TWICE)
    run("check", TODAY, "--baseline", known, "--update-baseline", folder=library)
    follower, display = followed(library, baseline=known)
    assert "nothing new to mend" in display.take()
    replace(library / TRUST, *TWICE[::-1])
    replace(library / VOICE, *TWICE)
    follower.again()
    assert display.take().startswith(f"1 new\n\nnew {VOICE}:")
    known.write_text("no baseline", encoding="utf-8")
    follower.again()
    follower.again()
    assert display.take().startswith("not checked: ")  # and once
    run("check", TODAY, "--baseline", known.with_name("other.json"), "--update-baseline", folder=library)
    known.with_name("other.json").replace(known)
    capsys.readouterr()
    follower.again()
    assert display.take().startswith(f"1 gone\n\ngone {VOICE}:")


def test_what_cannot_be_checked_for_a_while(library: Path) -> None:
    follower, display = followed(library)
    settings, policy = library / "strategies.toml", library / "schemas/strategy-page.yaml"
    display.take()
    replace(library / VOICE, *TYPO)
    settings.write_text("fail_no = 1\n", encoding="utf-8")
    follower.again()  # what was found before is known still, and nothing else is looked at
    assert display.take().startswith("1 new\n\nnew strategies.toml:1:1 error invalid-configuration\n")
    settings.write_text('fail_on = "warning"\n', encoding="utf-8")
    follower.again()
    said = display.take()
    assert said.startswith(f"1 new, 1 gone\n\nnew {VOICE}:")
    assert "\ngone strategies.toml:1:1 error invalid-configuration: unknown setting `fail_no`" in said
    policy.parent.mkdir()
    policy.write_text("sections: [\n", encoding="utf-8")
    follower.again()
    assert "new schemas/strategy-page.yaml:" in display.take()
    policy.unlink()
    follower.again()
    assert "gone schemas/strategy-page.yaml:" in display.take()
    library.rename(library.with_name("away"))
    follower.again()
    follower.again()
    assert display.take() == f"not checked: the library is gone: {library} holds no content/library.yaml"
    library.with_name("away").rename(library)
    follower.again()
    assert display.take() == "nothing changed\n"


def test_a_new_day_is_news(library: Path) -> None:
    replace(library / VOICE, "status: published", "status: published\nreview_by: 2026-12-01")
    follower, display = followed(library)
    assert "nothing to mend" in display.take()
    follower.check.request = follower.check.request._replace(today=dt.date(2026, 12, 2))
    follower.again()
    assert f"new {VOICE}:" in display.take()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "json"), "json\nFor programs that follow a library there is `strategies lsp`."),
        (("--staged",), "--watch follows the files on disk: leave out --staged"),
        (("-", "--stdin-path", VOICE), "--watch follows the files on disk: leave out `-`"),
        (("--statistics",), "leave out --statistics"),
        (("--output", "report.txt"), "leave out --output"),
        (("--baseline", "a.json", "--update-baseline"), "--watch changes no file: leave out --update-baseline"),
        (("--timings",), "leave out --timings"),
        (("content/strategies/student-voise.md",), "did you mean content/strategies/student-voice.md?"),
        (("--changed-since", "nowhere"), "nowhere"),
        (("--baseline", "a.json"), "there is no a.json"),
    ],
    ids=str,
)
def test_wrong_use_ends_at_once(repository: Repository, run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("check", "--watch", *arguments, folder=repository.folder)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_without_its_extra(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pipeline.authoring.watching", raising=False)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = run("check", "--watch", folder=library)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "strategies: `strategies check --watch` needs the extra `watch`\n"
        "Install it with: pip install 'strategy-pipeline[watch]'\n"
    )


# In a process of its own


@dataclass
class Watching:
    """A watch that runs; `output` reads what it prints, on a pipe or a terminal."""

    process: subprocess.Popen[bytes]
    output: int
    text: str = ""

    def until(self, *parts: str) -> str:
        """Wait until all of these were printed, in this order; the text up to there is taken."""
        pattern = re.compile(".*?".join(map(re.escape, parts)), re.DOTALL)
        end = time.monotonic() + PATIENCE
        while not (found := pattern.search(self.text)):
            assert time.monotonic() < end, self.text
            if select.select([self.output], [], [], 0.1)[0]:
                self.text += os.read(self.output, 1 << 16).decode("utf-8", "replace")
        taken, self.text = self.text[: found.end()], self.text[found.end() :]
        return taken


@pytest.fixture
def watching(library: Path) -> Iterator[Callable[..., Watching]]:
    """Starts a watch over the library, on a terminal of this size if one is given."""
    begun: list[Watching] = []

    def begin(*arguments: str, size: tuple[int, int] | None = None, **variables: str) -> Watching:
        ours, theirs = pty.openpty() if size else os.pipe()
        if size:
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=library, env=kept | {"TERM": "xterm", **variables}, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        begun.append(Watching(process, ours))
        return begun[-1]

    yield begin
    for each in begun:
        each.process.kill()
        each.process.wait()
        os.close(each.output)


def test_plain_lines(library: Path, watching: Callable[..., Watching]) -> None:
    watch = watching("--fail-on", "warning")
    assert "✓ 11 files checked, nothing to mend\n" in watch.until("watching; Ctrl+C ends it\n")
    replace(library / VOICE, *TWICE)
    said = watch.until(" 1 new\n", "; the check fails\n")
    assert f"\n\nnew {VOICE}:15:5 warning doubled-word\n  `the` stands twice in a row\n   15 | The the" in said
    (library / VOICE).write_bytes((library / VOICE).read_bytes())  # nothing changed, so nothing is said
    pages = library / "content/pages"
    pages.mkdir()
    (pages / "about.md").write_text("---\ntitle: About\n---\n\nWho who we are.\n", encoding="utf-8")
    said = watch.until("; the check fails\n")
    assert HEAD.match(said.lstrip("\n")), said
    assert "new content/pages/about.md:5:5 warning doubled-word" in said
    fixed = library / f"{PAGES}/.student-voice.md.swp"
    fixed.write_bytes((library / VOICE).read_bytes())
    replace(fixed, *TWICE[::-1])
    fixed.replace(library / VOICE)
    assert f"\n\ngone {VOICE}:15:5 warning doubled-word: `the` stands twice in a row\n" in watch.until(" fails\n")
    for page in (library / PAGES).glob("*.md"):  # a burst is one report
        page.write_bytes(page.read_bytes().replace(b"## Overview\n", b"## Overview\n\nIt it is.\n"))
    said = watch.until(" new\n", "; the check fails\n")
    assert said.count("doubled-word") == int(re.search(r"(\d+) new", said)[1]) > 4  # type: ignore[index]
    watch.process.send_signal(signal.SIGINT)
    assert watch.until("interrupted\n") == "\nstrategies: interrupted\n"
    assert watch.process.wait(PATIENCE) == 130


@pytest.mark.parametrize("colors", [{}, {"NO_COLOR": "1"}], ids=str)
def test_a_terminal_has_the_list_below(
    library: Path, watching: Callable[..., Watching], colors: dict[str, str]
) -> None:
    replace(library / TRUST, "motivation]", "motivatoin]")
    watch = watching(size=(16, 60), **colors)
    printed = watch.until("watching; Ctrl+C ends it", "1 error in 11 files")
    replace(library / VOICE, *TWICE)
    printed += (said := watch.until(" 1 new", "✗", "1 error, 1 warning in 11 files"))
    plain = re.sub(r"\x1b\[[?\d;]*\w", "", said)
    assert f"new {VOICE}:15:5 warning doubled-word\r\n" in plain
    assert f"{VOICE}\r\n+ 15:5 " in plain  # what is new stands first, in one line that fits
    assert plain.index(f"{VOICE}\r\n+ ") < plain.index(f"{TRUST}\r\n  6:")
    assert re.search(r"^  6:\d+ +error   unknown-factor  unknown factor .{1,30}…\r$", plain, re.MULTILINE)
    assert "\x1b[4A\x1b[J" in said  # only the four lines of the list are replaced
    assert ("\x1b[1;31m" in said) != bool(colors)
    fcntl.ioctl(watch.output, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    printed += watch.until("─" * 70)
    library.rename(library.with_name("away"))
    printed += watch.until("not checked: the library is gone", "✗")
    watch.process.send_signal(signal.SIGINT)
    watch.until("strategies: interrupted")
    assert watch.process.wait(PATIENCE) == 130
    assert not re.search(r"\x1b\[[23]J|\x1b\[\d*;?\d*H|\x1b\[\?1049h|\x1bc", printed)  # the scroll-back stays


def test_a_dumb_terminal_gets_plain_lines(library: Path, watching: Callable[..., Watching]) -> None:
    watch = watching(size=(24, 80), TERM="dumb")
    assert "\x1b" not in watch.until("watching; Ctrl+C ends it\r\n")
