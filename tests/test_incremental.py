"""What is taken over from an earlier run is what would be made anew, byte by byte, whatever was changed meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import LIBRARY, TODAY
from images import LFS, PNG
from releases import faults, state

from benchmarks.corpus import generate
from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import Processes, here, over
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
from pipeline.publish.release.aggregate_writer import AggregateWriter
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.source.git import Commit
from pipeline.source.parse import Document
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH

EDITS = 200
PAGES = "content/strategies"
IMAGES = "content/images"
BASE = "https://strategies.example/library"
WORDS = re.compile(r"\b(learners|class|teacher|students|time|work|page|two|small)\b")


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


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules and an exporter that nobody thought of when the memo was written."""
    for function in (long_factor_name, many_terms):
        function.__module__ = f"added.of_tests.{function.__name__}"
    rules = [rule(Entry, severity=Severity.INFO)(function) for function in (long_factor_name, many_terms)]
    more = tuple(sorted((*all_rules(), *rules), key=lambda each: each.name))
    for module in (
        "pipeline.lint.rule",
        "pipeline.lint.runner",
        "pipeline.incremental.workspace",
        "pipeline.incremental.page_tasks",
    ):
        for name in ("all_rules", "rules_of_pages"):
            if hasattr(import_module(module), name):
                of_pages = tuple(each for each in more if each.subject in (Document, Entry) and not each.time_dependent)
                monkeypatch.setattr(f"{module}.{name}", lambda found=(more if name == "all_rules" else of_pages): found)


def faults_of_records(bundle: Path) -> list[str]:
    """Faults of a bundle but for files that show more than its records say, so that nothing can make them again."""
    return [fault for fault in faults(bundle) if not fault.startswith("all/")]


def run(root: Path, out: Path, tasks: Tasks) -> Outcome:
    """Check and export a library as the command does."""
    workspace = Workspace(root, tasks=tasks)
    report = workspace.report(TODAY, render=True)
    if report.has_errors:
        return Outcome(False, report.diagnostics)
    edition = publication_inputs(workspace, Catalog.of(report), site_options(workspace, search=False))
    try:
        publish(PublishRequest(edition, [*exporters_of(default_formats()), ShowAll()], tasks=tasks), out)
        tasks.memo.save()
    except ExportFault as fault:
        return Outcome(False, report.diagnostics, str(fault))
    return Outcome(True, report.diagnostics)


def edit(root: Path, path: str, change: Callable[[str], str]) -> bool:
    """Change a file; gives whether that made a difference."""
    old = (root / path).read_text(encoding="utf-8")
    new = change(old)
    (root / path).write_text(new, encoding="utf-8", newline="\n")
    return new != old


class Author:
    """Changes a library at random, in every way that a person might."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance, self.number = root, random.Random(seed), 0
        self.ways = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("edit_")]

    def page(self) -> str:
        return self.chance.choice(self.pages())

    def pages(self) -> list[str]:
        return sorted(str(path.relative_to(self.root)) for path in (self.root / PAGES).rglob("*.md"))

    def loose_page(self) -> str:
        """One that no other relates to, if there is one and chance will have it."""
        loose = [page for page in self.pages() if "-page-" in page]
        return self.chance.choice(loose) if loose and self.chance.random() < 0.8 else self.page()

    def keep(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root, folder, ignore=shutil.ignore_patterns(".cache"))

    def go_back_to(self, folder: Path) -> None:
        for place in self.root.iterdir():
            if place.name != ".cache":
                shutil.rmtree(place) if place.is_dir() else place.unlink()
        shutil.copytree(folder, self.root, dirs_exist_ok=True)

    def edit_add(self) -> None:
        self.number += 1
        text = (LIBRARY / PAGES / "student-voice.md").read_text(encoding="utf-8")
        text = re.sub(r"^title: .*$", f"title: Page {self.number} of Many", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^aliases: .*\n", "", text, flags=re.MULTILINE)
        (self.root / PAGES / f"{self.chance.choice('abcxyz')}-page-{self.number}.md").write_text(text, encoding="utf-8")

    def edit_words(self) -> None:
        edit(self.root, self.page(), lambda text: WORDS.sub(lambda match: match[0] + " all", text, count=2))

    def edit_words_of_the_same_size_and_time(self) -> None:
        path = self.root / (name := self.page())
        before = path.stat()
        edit(self.root, name, lambda text: text.replace("two", "six").replace("one", "ten"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def edit_title(self) -> None:
        self.number += 1
        edit(self.root, self.page(), partial(re.sub, r"(?m)^title: .*$", f"title: Renamed {self.number}", count=1))

    def edit_summary(self) -> None:
        edit(self.root, self.page(), partial(re.sub, r"(?m)^(summary: .*)\.(['\"]?)$", r"\1, again.\2", count=1))

    def edit_status(self) -> None:
        status = self.chance.choice(["idea", "draft", "published", "retired"])
        edit(self.root, self.loose_page(), partial(re.sub, r"(?m)^status: .*$", f"status: {status}", count=1))

    def edit_relations(self) -> None:
        other = Path(self.page()).stem
        edit(self.root, self.loose_page(), partial(re.sub, r"(?m)^related: \[.*$", f"related: [{other}]", count=1))

    def edit_delete(self) -> None:
        (self.root / self.loose_page()).unlink()

    def edit_rename(self) -> None:
        path = self.root / self.loose_page()
        path.rename(path.with_name(f"{path.stem}-moved.md"))

    def edit_link_to_the_site(self) -> None:
        ends = ["factors/vision", "factors/new-1", "categories/active-learning", "a-z", "strategies/quiet-corner"]
        link = f"[there]({BASE}/{self.chance.choice(ends)}/)"
        edit(self.root, self.page(), lambda text: text.replace("\n\n## Example", f" See {link}.\n\n## Example", 1))

    def edit_touch(self) -> None:
        (self.root / self.page()).touch()

    def change_terms(self, name: str, pattern: str, changed: str) -> None:
        """Change one of the places in a list of terms where a pattern stands."""

        def change(text: str) -> str:
            place = self.chance.choice(list(re.finditer(pattern, text, flags=re.MULTILINE)))
            return text[: place.start()] + place.expand(changed) + text[place.end() :]

        edit(self.root, f"content/vocabulary/{name}.yaml", change)

    def edit_factor(self) -> None:
        self.change_terms("factors", r" name: \w+", r"\g<0>s")

    def edit_other_name(self) -> None:
        name = self.chance.choice(["trust", "class", "voice"])
        self.change_terms("factors", "definition:", rf"aliases: [{name}], \g<0>")

    def edit_link_taken_away(self) -> None:
        edit(self.root, self.page(), partial(re.sub, r"\[([^]]*)\]\(factor:[^)]*\)", r"\1", count=1))

    def edit_definition(self) -> None:
        self.change_terms("factors", r"definition: \w+", r"\g<0>s")

    def edit_factor_added(self) -> None:
        self.number += 1
        name = self.chance.choice(["Motivation to Read", "Emotions", "Time", "Sense of Time"])
        self.change_terms("factors", "^- ", rf"- {{id: new-{self.number}, name: {name}, definition: New.}}\n\g<0>")

    def edit_factor_taken_away(self) -> None:
        self.change_terms("factors", r"^- .*\n", "")

    def edit_factor_no_longer_used(self) -> None:
        self.change_terms("factors", "}$", ", deprecated: true}")

    def edit_factor_in_a_group(self) -> None:
        name = self.chance.choice(["focus", "curiosity", "new-1", "new-2"])
        self.change_terms("learner-models", r"(?<=^    \w{7}: \[)", f"{name}, ")

    def edit_category(self) -> None:
        self.change_terms("categories", r" name: \w+", r"\g<0>s")

    def edit_category_added(self) -> None:
        self.number += 1
        more = rf"- {{id: a-new-{self.number}, name: New {self.number}, description: It is new.}}\n\g<0>"
        self.change_terms("categories", "^- ", more)

    def edit_learner_model(self) -> None:
        self.change_terms("learner-models", r" name: \w+", r"\g<0>s")

    def edit_grades(self) -> None:
        self.change_terms("learner-models", r"grades: \[", r'\g<0>"12", ')

    def edit_group(self) -> None:
        self.change_terms("learner-models", r"^    [A-Z]\w+", r"\g<0>s")

    def edit_house_rules(self) -> None:
        edit(self.root, "schemas/strategy-page.yaml", partial(re.sub, r"min_words: (\d+)", r"min_words: 1\1", count=1))

    def edit_house_rules_back(self) -> None:
        edit(self.root, "schemas/strategy-page.yaml", partial(re.sub, r"min_words: \d+", r"min_words: 4", count=1))

    def edit_library(self) -> None:
        edit(self.root, "content/library.yaml", partial(re.sub, r"(?m)^(title: .*)$", r"\1 Too", count=1))

    def edit_settings(self) -> None:
        level = self.chance.choice(["off", "warning", "info"])
        (self.root / "strategies.toml").write_text(f'[severity]\ndoubled-word = "{level}"\n', encoding="utf-8")

    def edit_image_on_a_page(self) -> None:
        name = self.chance.choice(["circle.png", "square.png", "two words.png"])
        picture = f"\n\n![A drawing](<../images/{name}>)\n\n## Example"
        edit(self.root, self.page(), lambda text: text.replace("\n\n## Example", picture, 1))

    def edit_image_off_a_page(self) -> None:
        edit(self.root, self.page(), partial(re.sub, r"\n\n!\[A drawing\]\(.*\)", "", count=1))

    def edit_image(self) -> None:
        self.number += 1
        name = self.chance.choice(["circle.png", "square.png", "two words.png", "unused.png"])
        (self.root / IMAGES / name).write_bytes(PNG + bytes(self.chance.choice([self.number, 1])))

    def edit_image_of_the_same_size_and_time(self) -> None:
        path = self.root / IMAGES / self.chance.choice(["circle.png", "square.png"])
        before = path.stat()
        path.write_bytes(path.read_bytes()[:-1] + self.chance.randbytes(1))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def edit_image_away(self) -> None:
        name = self.chance.choice(["circle.png", "square.png"])
        (self.root / IMAGES / name).write_bytes(self.chance.choice([b"", LFS]))

    def edit_images_back(self) -> None:
        for name in ("circle.png", "square.png", "two words.png"):
            (self.root / IMAGES / name).write_bytes(PNG)

    def edit_styles(self) -> None:
        (self.root / "static").mkdir(exist_ok=True)
        (self.root / "static" / "theme.css").write_text(f"/* {self.number} */ main {{ color: red }}", encoding="utf-8")

    def edit_template(self) -> None:
        (self.root / "templates").mkdir(exist_ok=True)
        own = '{% extends "default/about.html" %}{% block main %}{{ super() }}<p>Ours.</p>{% endblock %}'
        (self.root / "templates" / "about.html").write_text(own, encoding="utf-8")

    def edit_template_away(self) -> None:
        shutil.rmtree(self.root / "templates", ignore_errors=True)


@pytest.fixture
def root(library: Path) -> Path:
    """A copy of the test library, house rules of its own included, and an address that its site will have."""
    edit(library, "content/library.yaml", lambda text: text + f"base_url: {BASE}\n")
    if not (library / "schemas").exists():
        (library / "schemas").mkdir()
        shutil.copy(LIBRARY.parent.parent / "schemas" / "strategy-page.yaml", library / "schemas")
    for name in ("square.png", "two words.png"):
        (library / IMAGES / name).write_bytes(PNG)
    return library


@pytest.mark.parametrize("part", range(4))
def test_warm_is_cold_after_any_edits(part: int, root: Path, tmp_path: Path) -> None:
    author, published = Author(root, part), 0
    author.keep(tmp_path / "good")
    for turn in range(EDITS // 4):
        way = author.chance.choice(author.ways)
        way()
        warm, cold = tmp_path / "warm", tmp_path / "cold"
        spread = Processes(2) if turn % 5 == 4 else here
        outcome = run(root, warm, Tasks(Memo.of(root), spread))
        shutil.rmtree(cold, ignore_errors=True)
        assert run(root, cold, Tasks()) == outcome, way.__name__
        if outcome.published:
            published += 1
            assert state((warm / "latest").resolve()) == state((cold / "latest").resolve()), f"{turn}: {way.__name__}"
            assert turn % 5 or faults_of_records((warm / "latest").resolve()) == []
            author.keep(tmp_path / "good")
        elif author.chance.random() < 0.7:  # most of the time the author goes back to what could be published
            author.go_back_to(tmp_path / "good")
    assert published > EDITS // 4 / 3


VANISHED: dict[str, tuple[str, Callable[[str], str]]] = {
    "factors/zeal/": (FACTORS_PATH, partial(re.sub, "- {id: zeal.*\n", "")),
    "categories/zed/": (CATEGORIES_PATH, partial(re.sub, "- {id: zed.*\n", "")),
    "strategies/student-voice/": (
        f"{PAGES}/student-voice.md",
        lambda text: text.replace("status: published", "status: draft"),
    ),
}


@pytest.mark.parametrize("end", VANISHED)
def test_a_link_to_what_is_no_longer_there_is_found(end: str, root: Path, tmp_path: Path) -> None:
    """By its whole address, on a page that names nothing that changed and is taken over as it is."""
    path, vanish = VANISHED[end]
    linking = f"{PAGES}/lateral-reading.md"
    edit(root, FACTORS_PATH, lambda text: text + "- {id: zeal, name: Zeal, definition: The wish to do a thing.}\n")
    edit(root, CATEGORIES_PATH, lambda text: text + "- {id: zed, name: Zed, description: The last of all.}\n")
    edit(root, f"{PAGES}/building-trust.md", partial(re.sub, r"student-voice, |\[([^]]*)\]\(strategy:[^)]*\)", r"\1"))
    edit(root, f"{PAGES}/morning-circle.md", lambda text: text.replace("by: student-voice", "by: building-trust"))
    link = f" See [more]({BASE}/{end}).\n\n## Example"
    assert edit(root, linking, lambda text: text.replace("\n\n## Example", link, 1))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    before = state((tmp_path / "warm/latest").resolve())
    assert edit(root, path, vanish)
    outcome = run(root, tmp_path / "warm", Tasks(Memo.of(root)))
    assert outcome == run(root, tmp_path / "cold", Tasks())
    assert (linking, "own-address") in [(found.span.path, found.rule) for found in outcome.findings]
    assert state((tmp_path / "warm/latest").resolve()) == before
    edit(root, linking, lambda text: text.replace(link, "\n\n## Example"))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published


@pytest.mark.parametrize("pages", [0, 1])
def test_hardly_anything_is_published_too(pages: int, root: Path, tmp_path: Path) -> None:
    for path in sorted((root / PAGES).iterdir())[pages:]:
        path.unlink()
    for path in (root / PAGES).iterdir():
        edit(root, f"{PAGES}/{path.name}", partial(re.sub, r"(?m)^related: .*$", "related: []"))
        edit(root, f"{PAGES}/{path.name}", partial(re.sub, r"\[([^]]*)\]\(strategy:[^)]*\)", r"\1"))
    found = [run(root, tmp_path / str(number), tasks) for number, tasks in enumerate((Tasks(Memo.of(root)), Tasks()))]
    assert [outcome.published for outcome in found] == [True, True], found
    assert state((tmp_path / "0/latest").resolve()) == state((tmp_path / "1/latest").resolve())
    assert faults_of_records((tmp_path / "0/latest").resolve()) == []


def spread_over(executor: Any) -> Callable[[Any, Any], Any]:
    return lambda function, items: over(executor, function, items, 2)


def test_any_spread_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """One process, two, and an executor from elsewhere; with an empty cache, with a full one, without."""
    found = []
    with ThreadPoolExecutor(2) as threads:
        for number, spread in enumerate((here, Processes(1), Processes(2), Processes(5), spread_over(threads))):
            folder = tmp_path / f"memo-{number}"
            for kept, memo in enumerate((Memo(), Memo.of(root, folder), Memo.of(root, folder))):
                out = tmp_path / f"{number}-{kept}"
                assert run(root, out, Tasks(memo, spread)).published
                found.append(state((out / "latest").resolve()))
    assert all(other == found[0] for other in found)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are made by fork on Linux only")
def test_an_interrupted_run_leaves_no_process_and_no_staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the processes would go on to write while staging is swept."""

    def interrupt(joining: AggregateWriter, shard: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AggregateWriter, "add", interrupt)
    root, out = tmp_path / "library", tmp_path / "out"
    generate(root, 400)
    with pytest.raises(KeyboardInterrupt):
        run(root, out, Tasks(ordered_map=Processes(2)))
    assert multiprocessing.active_children() == []
    assert [path.name for path in (out / "releases").iterdir()] == [".lock"]


def test_nothing_is_published_when_nothing_changed(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(root, out, Tasks(Memo.of(root)))
    before = {path: path.stat().st_mtime_ns for path in (out / "latest").resolve().rglob("*")}
    run(root, out, Tasks(Memo.of(root)))
    assert {path: path.stat().st_mtime_ns for path in (out / "latest").resolve().rglob("*")} == before


def test_what_did_not_change_is_not_made_again(root: Path, tmp_path: Path) -> None:
    run(root, tmp_path, Tasks(Memo.of(root)))
    edit(root, f"{PAGES}/student-voice.md", lambda text: text.replace("two", "three"))
    tasks: list[tuple[str, list[Any]]] = []

    def noting(function: Callable[[Any], Any], items: Iterable[Any]) -> Generator[Any, None, None]:
        done = list(items)
        tasks.extend((type(function).__name__, item) for item in done)
        return here(function, done)

    run(root, tmp_path, Tasks(Memo.of(root), noting))
    (_, [(page, _)]), (_, [(strategy, _)]) = tasks
    assert [name for name, _ in tasks] == ["PageChecker", "StrategyRenderer"]
    assert (page, strategy.id) == (f"{PAGES}/student-voice.md", "student-voice")


def test_no_file_of_a_release_is_one_of_another(root: Path, tmp_path: Path) -> None:
    """Who overwrites a file damages one release only."""
    for units in ("two", "three", "four", "five"):
        edit(root, f"{PAGES}/student-voice.md", lambda text: re.sub(r"\b(two|three|four|five)\b", units, text))  # noqa: B023
        assert run(root, tmp_path, Tasks(Memo.of(root))).published
        files = [path for path in (tmp_path / "releases").rglob("*") if path.is_file()]
        assert len({path.stat().st_ino for path in files}) == len(files)
        assert {path.stat().st_nlink for path in files} == {1}


def test_a_run_that_fails_on_the_way_does_no_harm(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = []
    for number in range(4):
        edit(root, f"{PAGES}/student-voice.md", lambda text: text + f"\nAnd {number}.\n")  # noqa: B023
        if number == 3:
            monkeypatch.setattr(AggregateWriter, "finish", lambda joining: (tmp_path / "nowhere").read_bytes())
            with pytest.raises(FileNotFoundError):
                run(root, tmp_path, Tasks(Memo.of(root)))
            monkeypatch.undo()
            assert (tmp_path / "latest").resolve() == releases[-1]
            assert faults_of_records(releases[-1]) == []
            assert releases[-2].is_dir()
        assert run(root, tmp_path, Tasks(Memo.of(root))).published
        releases.append((tmp_path / "latest").resolve())
    run(root, tmp_path / "cold", Tasks())
    assert state(releases[-1]) == state((tmp_path / "cold" / "latest").resolve())


def test_a_system_that_writes_little_at_a_time(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:1000]))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    assert edit(root, f"{PAGES}/student-voice.md", lambda text: text.replace("two", "three"))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    monkeypatch.undo()
    assert run(root, tmp_path / "cold", Tasks()).published
    assert state((tmp_path / "warm/latest").resolve()) == state((tmp_path / "cold/latest").resolve())


@pytest.mark.parametrize(
    "path", ["html/strategies/student-voice/index.html", "csv/strategies.csv", "html/about/index.html"]
)
def test_a_touched_release_is_not_taken_for_good(path: str, root: Path, tmp_path: Path) -> None:
    run(root, tmp_path, Tasks(Memo.of(root)))
    release = (tmp_path / "latest").resolve()
    good = (release / path).read_bytes()
    (release / path).write_bytes(good.replace(b"e", b"E", 1))
    edit(root, f"{PAGES}/building-trust.md", lambda text: text.replace("two", "three") + "\n")
    run(root, tmp_path, Tasks(Memo.of(root)))
    assert faults_of_records((tmp_path / "latest").resolve()) == []
    run(root, tmp_path / "cold", Tasks())
    assert state((tmp_path / "latest").resolve()) == state((tmp_path / "cold" / "latest").resolve())


def test_another_commit_of_the_same_content_is_told_beside_the_release(root: Path, tmp_path: Path) -> None:
    def publish_from(commit: str) -> Path:
        workspace = Workspace(root, tasks=Tasks(Memo.of(root)))
        catalog = Catalog.of(workspace.report(TODAY, render=True))
        edition = publication_inputs(workspace, catalog, site_options(workspace, search=False))
        source = Commit(commit, changed=False)
        publication = PublishRequest(edition, exporters_of(["json"]), source, tasks=workspace.tasks)
        return publish(publication, tmp_path / "out").release

    first, second = publish_from("1" * 40), publish_from("2" * 40)
    assert first == second
    assert "2" * 40 in second.with_name(f"{second.name}.provenance.json").read_text(encoding="utf-8")
    assert [path.name for path in second.parent.iterdir() if path.name.startswith(".staging")] == []
