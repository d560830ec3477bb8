"""The bytes of safe changes: libraries whose references are known by line, changed in a real repository."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from conftest import LIBRARY, TODAY
from own_fields import RULES
from own_vocabularies import HOUSE as VOCABULARIES
from own_vocabularies import ON_TERMS
from repository import Repository, environment

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.merging import merge
from pipeline.authoring.changes.named import Named, find
from pipeline.authoring.changes.relations import link
from pipeline.authoring.changes.renaming import rename
from pipeline.authoring.changes.retiring import retire
from pipeline.authoring.changes.setting import set_values
from pipeline.authoring.changes.trial import tried
from pipeline.incremental.workspace import Workspace
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.source.environment import EnvironmentFault

SEEDS = range(6)
DAY = TODAY.isoformat()
FACTORS, CATEGORIES, MODELS, TOOLS = (
    f"content/vocabulary/{name}.yaml" for name in ("factors", "categories", "learner-models", "tools")
)
PAGES = "content/strategies"
TRANSLATION = f"{PAGES}/third.es.md"
# The kinds, and ids of each.
IDS = {
    "factor": ["hearing", "seeing", "sense-of-rhythm", "will"],
    "category": ["doing", "talking"],
    "learner_model": ["young", "older"],
    "tools": ["chalk", "map", "drum"],
    "strategy": ["one-page", "two-page", "third", "old-one", "a-draft"],
}
PUBLISHED, RETIRED, DRAFT = ("one-page", "two-page", "third"), "old-one", "a-draft"
Act = Callable[[LibraryChange, Library], object]


@dataclass
class Written:
    """A library in the making: its files, and the lines that name each id, by path from 0 on."""

    chance: random.Random
    files: dict[str, bytes] = field(default_factory=dict)
    lines: dict[tuple[str, str], set[tuple[str, int]]] = field(default_factory=dict)

    def put(self, path: str, text: str) -> None:
        """Write a file; `«kind:id»` stands for an id."""
        newline = self.chance.choice(["\n", "\n", "\r\n"])
        lines = text.split("\n")
        for number, line in enumerate(lines):
            for part in line.split("«")[1:]:
                kind, _, id_ = part.partition("»")[0].partition(":")
                self.lines.setdefault((kind, id_), set()).add((path, number))
                line = line.replace(f"«{kind}:{id_}»", id_)
            lines[number] = line
        whole = newline.join(lines)
        self.files[path] = (whole if self.chance.random() < 0.8 else whole.rstrip("\r\n")).encode()

    def one(self, kind: str, id_: str) -> str:
        """An id as people write it."""
        mark = self.chance.choice(["", "", "'", '"'])
        return f"{mark}«{kind}:{id_}»{mark}"

    def list_(self, key: str, kind: str, ids: list[str], indent: str = "") -> str:
        """A field with several ids, in one of the layouts of YAML."""
        items = [self.one(kind, id_) for id_ in ids]
        flow = f"{indent}{key}: [{', '.join(items)}]"
        if not items or self.chance.random() < 0.6:
            return flow + self.chance.choice(["", "  # those"])
        inner = indent + self.chance.choice(["", "  "]) if not indent else f"{indent}  "
        return f"{indent}{key}:\n" + "\n".join(f"{inner}- {item}" for item in items)

    def some(self, kind: str, least: int = 1) -> list[str]:
        ids = PUBLISHED if kind == "strategy" else IDS[kind]
        return self.chance.sample(ids, self.chance.randint(least, len(ids)))


def library(chance: random.Random) -> Written:
    """A library with each kind of reference; only its translation has errors."""
    made = Written(chance)
    info = (LIBRARY / "content/library.yaml").read_text()
    starts = made.list_("starts", "strategy", ["third"])
    made.put("content/library.yaml", f"{info}languages: [es]\ncontact: Ask us\n{starts}\n")
    made.put("schemas/strategy-page.yaml", RULES + VOCABULARIES.rstrip() + ON_TERMS)
    vocabulary(made)
    for id_ in IDS["strategy"]:
        made.put(f"{PAGES}/{id_}.md", page(made, id_))
    made.put(TRANSLATION, "---\ntitle: Tercera\n---\n\n[una](strategy:«strategy:one-page») 🧑🏽‍🏫\n")
    return made


def vocabulary(made: Written) -> None:
    """Terms in the layouts of YAML, with comments."""
    near = made.list_("near", "factor", ["will"], "  ")
    first = f"- id: {made.one('factor', 'hearing')} # first\n  name: Hearing\n  definition: How one hears.\n{near}\n"
    middle = [
        f"- {{id: «factor:{id_}», name: {id_.title()}, definition: On {id_} 🧑🏽‍🏫}}\n" for id_ in IDS["factor"][1:-1]
    ]
    last = "# last\n- id: «factor:will»\n  name: The will\n  aliases:\n    - wish\n  definition: >-\n    Go\n    on\n"
    made.put(FACTORS, "".join([first, *middle, last]))
    made.put("content/vocabulary/factors.es.yaml", "«factor:hearing»: {name: Oído}\n«factor:will»:\n  name: Voluntad\n")
    categories = [f"- id: «category:{id_}»\n  name: {id_.title()}\n  description: {id_}\n" for id_ in IDS["category"]]
    made.put(CATEGORIES, "".join(categories))
    models = ""
    for id_, here, there in (("young", ["hearing", "seeing"], ["will"]), ("older", IDS["factor"][1:], ["hearing"])):
        models += f"- id: «learner_model:{id_}»\n  name: {id_.title()}\n  lead: {made.one('tools', 'map')}\n"
        groups = (made.list_(name, "factor", ids, "    ") for name, ids in (("Here", here), ("There", there)))
        models += "\n".join(['  grades: ["1"]', "  groups:", *groups]) + "\n"
    made.put(MODELS, models)
    tools = "- {id: «tools:chalk», name: Chalk, shown_in: [«strategy:third», «strategy:one-page»]}\n"
    tools += "- id: «tools:map»\n  name: Map\n"
    made.put(TOOLS, tools + "- {id: «tools:drum», name: Drum, deprecated: true, replaced_by: «tools:map»}\n")
    made.put("content/vocabulary/time-frames.yaml", "- {id: weeks, name: Weeks}\n")


def page(made: Written, id_: str) -> str:
    """A page with all that it must have."""
    chance = made.chance
    status = {RETIRED: "retired", DRAFT: "draft"}.get(id_, "published")
    related = [each for each in made.some("strategy") if each != id_]
    front = [
        f"title: Page {id_.title()}",
        "summary: A whole sentence that is long enough for a card on the page of another strategy.",
        f"category: {made.one('category', chance.choice(IDS['category']))}",
        "# who it is for",
        made.list_("learner_models", "learner_model", ["older"]),
        made.list_("factors", "factor", IDS["factor"]),
        made.list_("related", "strategy", [] if status == "retired" else related),
        f"status: {status}",
        "updated: 2026-11-01",
        *(["aliases: [its-old-name]"] if id_ == "third" else []),
        *([f"replaced_by: {made.one('strategy', 'third')}", "retired: 2026-11-02"] if status == "retired" else []),
        made.list_("tools_used", "tools", ["chalk", "map"]),
        made.list_("also", "factor", ["will"]),
        made.list_("steps", "strategy", related[:1]),
    ]
    text = (LIBRARY / f"{PAGES}/student-voice.md").read_text().partition("\n---\n")[2]
    for old in ("building-trust", "lateral-reading", "morning-circle"):
        text = text.replace(f"strategy:{old}", f"strategy:«strategy:{chance.choice(PUBLISHED)}»")
    for line in text.split("\n"):
        for old in [part.partition(")")[0] for part in line.split("(factor:")[1:]]:
            text = text.replace(f"(factor:{old})", f"(factor:«factor:{chance.choice(IDS['factor'])}»)", 1)
    return "\n".join(["---", *front, "---", text])


@dataclass
class Scratch:
    """A generated library in a repository, and its report."""

    made: Written
    repository: Repository
    report: Report

    @property
    def root(self) -> Path:
        return self.repository.folder

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.root.rglob("*") if path.is_file())
        names = {path.relative_to(self.root).as_posix(): path for path in paths}
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".git/")}

    def changed(self, act: Act, refusals: frozenset[str] = frozenset()) -> LibraryChange | None:
        """Make a change, hold what every change must hold, and leave it on the disk; None if it is refused."""
        change = LibraryChange(Workspace(self.root))
        act(change, self.report.library)
        assert self.files() == self.made.files, "nothing is written before it is tried"
        trial = tried(change, self.report, TODAY)
        if trial.errors:
            assert {each.rule for each in trial.errors} <= refusals, trial.errors
            return None
        patch = change.difference()
        change.write()
        after = self.files()
        again = LibraryChange(Workspace(self.root))
        try:
            act(again, again.workspace.report(TODAY).library)
            assert not again.written
            assert not again.removed
        except EnvironmentFault as fault:
            assert "already" in str(fault) or "nothing has the id" in str(fault), fault  # noqa: PT017 - or it is refused
        self.reset()
        self.git_input(patch, "apply", "--whitespace=nowarn", "--allow-empty")
        assert self.files() == after, "the patch makes the same change"
        return change

    def git_input(self, text: str, *arguments: str) -> None:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=dict(self.repository.variables),
            input=text.encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()

    def reset(self) -> None:
        self.repository.git("reset", "--quiet", "--hard")
        self.repository.git("clean", "-fdq")

    def numbers(self) -> dict[str, tuple[int, int]]:
        """Lines added and deleted by path, as git counts them; of a moved file by its new path."""
        self.repository.git("add", "--all")
        found = {}
        for line in self.repository.git("diff", "--cached", "--numstat", "-M20%", "-z").split("\0\0"):
            parts = [part for part in line.split("\0") if part]
            found |= dict(counted(parts))
        return found

    def named(self, kind: str, id_: str) -> Named:
        return find(self.report.library, id_, kind)


def counted(parts: list[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Entries of `git diff --numstat -z`; a moved file has two paths after its numbers."""
    while parts:
        added, deleted, path = parts.pop(0).split("\t")
        if not path:
            parts.pop(0)
            path = parts.pop(0)
        yield path, (int(added), int(deleted))


@pytest.fixture(params=SEEDS)
def scratch(request: pytest.FixtureRequest, tmp_path: Path) -> Scratch:
    made = library(random.Random(request.param))
    root = tmp_path / "library"
    for path, data in made.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    repository = Repository.create(root, environment(tmp_path), {})
    repository.git("commit", "--quiet", "-m", "Begin")
    report = Workspace(root).report(TODAY)
    assert {each.span.path for each in report.diagnostics if each.severity.value == "error"} <= {TRANSLATION}
    return Scratch(made, repository, report)


@pytest.mark.parametrize("kind", IDS)
def test_another_id_changes_the_lines_that_name_it(scratch: Scratch, kind: str) -> None:
    old, new = scratch.made.chance.choice(IDS[kind]), "zz9-new"
    named = scratch.named(kind, old)
    change = scratch.changed(lambda change, library: rename(change, library, find(library, old, kind), new))
    assert change is not None
    former = {target: path for path, target in change.moved.items()}
    lines = Counter(path for path, _ in scratch.made.lines.get((kind, old), ()))
    for path, (added, deleted) in scratch.numbers().items():
        before = former.get(path, path)
        more = added - lines[before], deleted - lines[before]
        assert more == (0, 0) or (before == named.path and more in ((1, 0), (1, 1), (2, 1))), (path, more)
        back = change.written[path].text.replace(new, old) if path in change.written else None
        if before != named.path and back is not None:
            assert back.encode() == scratch.made.files[before]


@pytest.mark.parametrize("kind", IDS)
@pytest.mark.parametrize("act", ["retire", "merge"])
def test_a_successor_is_named_in_place_of_what_goes(scratch: Scratch, kind: str, act: str) -> None:
    old, new = scratch.made.chance.sample(PUBLISHED if kind == "strategy" else IDS[kind][:2], 2)
    if kind == "strategy" and act == "merge" and old == "third":
        old, new = "one-page", "third"  # the other one has a translation

    def made(change: LibraryChange, library: Library) -> None:
        one, other = find(library, old, kind), find(library, new, kind)
        if act == "retire":
            retire(change, library, one, other.id, DAY)
        else:
            merge(change, library, one, other, DAY)

    # Pages of a learner model hold to its factors.
    refusals = {"factor-outside-learner-models"} if kind == "learner_model" else set()
    change = scratch.changed(made, frozenset(refusals))
    if change is None:
        return
    own = {scratch.named(kind, each).path for each in ((old, new) if kind == "strategy" else (old,))}
    for path, (_, deleted) in scratch.numbers().items():
        lines = {number for each, number in scratch.made.lines.get((kind, old), ()) if each == path}
        if path not in own:
            assert deleted == len(lines), path
            assert gone(scratch.made.files[path], change.written[path].encode()) == lines, path


def test_a_strategy_without_a_successor_leaves_lists(scratch: Scratch) -> None:
    old = scratch.made.chance.choice(PUBLISHED)
    # Something still needs it.
    needed = frozenset({"related-not-published", "successor-not-published", "unknown-target"})
    change = scratch.changed(lambda change, library: retire(change, library, find(library, old), None, DAY), needed)
    if change is None:
        return
    for path in scratch.numbers():
        lines = {number for each, number in scratch.made.lines.get(("strategy", old), ()) if each == path}
        if path != f"{PAGES}/{old}.md":
            assert gone(scratch.made.files[path], change.written[path].encode()) <= lines, path


def test_a_value_changes_its_line(scratch: Scratch) -> None:
    id_ = scratch.made.chance.choice(PUBLISHED)
    scratch.changed(lambda change, library: set_values(change, library, find(library, id_), ["title=Page: other"]))
    assert scratch.numbers() == {f"{PAGES}/{id_}.md": (1, 1)}
    scratch.reset()
    scratch.changed(
        lambda change, library: set_values(change, library, find(library, "hearing"), ["definition=Ears 🧑🏽‍🏫"])
    )
    assert scratch.numbers() == {FACTORS: (1, 1)}
    scratch.reset()
    one, other = scratch.made.chance.sample(PUBLISHED, 2)
    entries = scratch.report.library.by_id
    scratch.changed(lambda change, library: link(change, library.by_id[one], library.by_id[other]))
    for path, (added, deleted) in scratch.numbers().items():
        assert path in (entries[one].path, entries[other].path)
        assert (added, deleted) in ((1, 0), (1, 1)), path


def gone(before: bytes, after: bytes) -> set[int]:
    """The lines of a text that are not in another one."""
    old, new = before.split(b"\n"), after.split(b"\n")
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return {number for kind, start, end, _, _ in codes if kind != "equal" for number in range(start, end)}
