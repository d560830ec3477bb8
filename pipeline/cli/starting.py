"""A new library from options and answers: see `pipeline.cli.init`."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import click
from pydantic import ValidationError

from pipeline.authoring.library_yaml import policy_yaml
from pipeline.authoring.starter.existing_pages import ExistingPages
from pipeline.authoring.starter.existing_terms import existing_terms
from pipeline.authoring.starter.house_rules import HouseRules, existing_rules, rules_like, sections_of
from pipeline.authoring.starter.library_files import MODEL_PAGE, OF_REPOSITORY, Choices, new_files
from pipeline.authoring.starter.next_steps import Surroundings, made_lines, next_steps
from pipeline.authoring.starter.packaged import StarterWords, starter_words
from pipeline.cli.options import Run
from pipeline.cli.terminal import agreed, answers, ask, say, write
from pipeline.model.diagnostics import Severity
from pipeline.model.library_info import LibraryInfo
from pipeline.model.licence import spdx_expression
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.source.disk import path_exists, read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.commits import library_prefix
from pipeline.source.parse import Limits
from pipeline.source.paths import INFO_PATH, POLICY_PATH
from pipeline.source.project import ToolRepository, own_repository
from pipeline.source.text import counted
from pipeline.source.writing import write_all

LICENCE, LANGUAGE, VERSION = "CC-BY-4.0", "en", "0.1.0"
OWNER = re.compile(r"@[A-Za-z0-9-]+(?:/[A-Za-z0-9._-]+)?|[^@\s#\\]+@[^@\s#\\]+")
# What the answer to a question must be, by the field of `library.yaml`.
DEMANDS = {
    "title": "a title is one line of at most 120 characters",
    "publisher": "a publisher is one line of at most 120 characters",
    "language": "a language is a tag such as en, es or pt-BR",
    "licence": "a licence is one line of at most 120 characters",
}


@dataclass(frozen=True)
class Wanted:
    """The options of `strategies init`; None and empty for what was not said."""

    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    licence: str | None = None
    sections: tuple[str, ...] = ()
    like: Path | None = None
    owner: str | None = None
    tool: str | None = None


QUESTIONS = {
    "title": "Title of the library",
    "publisher": "Who publishes it",
    "language": "Its language, as a tag such as en, de, es, fr, ar or pt-BR",
    "licence": "Its licence, by its name on spdx.org/licenses",
}


@dataclass(frozen=True)
class Made:
    """A library that was made, and what to say about it."""

    info: LibraryInfo
    lines: tuple[str, ...]
    steps: tuple[str, ...]


def start(root: Path, wanted: Wanted, today: dt.date, *, ask_nothing: bool) -> Made:
    """Make a library in a folder; raises EnvironmentFault if there is one, or something is in the way."""
    _refuse_library(root)
    repository, owner = _repository(wanted.tool), _owner(wanted.owner)
    asks = answers() and not ask_nothing
    pages = ExistingPages.below(root) if root.is_dir() else ExistingPages(())
    info = _info(wanted, root, asks=asks)
    rules = _rules(root, wanted, info, pages, asks=asks)
    terms = existing_terms(root, pages.terms if pages.in_place else {})
    files = new_files(Choices(info, rules, today, repository, owner, terms))
    below = library_prefix(root) != ""
    if below:
        files = {path: data for path, data in files.items() if not path.startswith(OF_REPOSITORY)}
    kept = sorted(path for path in files if path_exists(root, path))
    _refuse_faulty(root, files, kept, today, pages)
    new = {path: data for path, data in files.items() if path not in kept}
    if pages.in_place:
        new.pop(MODEL_PAGE, None)
    _write_library(root, new)
    around = Surroundings(root, below, repository is not None, which("pre-commit") is not None)
    return Made(info, made_lines(info, new, kept), next_steps(pages, new, around))


def _write_library(root: Path, files: Mapping[str, bytes]) -> None:
    """Write new files; the one that makes the folder a library comes last."""
    write_all(root, {path: files[path] for path in sorted(files, key=lambda path: (path == INFO_PATH, path))}, {})


def _refuse_library(root: Path) -> None:
    standing = next(path for path in (root, *root.parents) if os.path.lexists(path))
    if not standing.is_dir():
        kind = "a link that leads nowhere" if standing.is_symlink() else "a file"
        raise EnvironmentFault(f"{standing} is {kind}; name a folder")
    if path_exists(root, INFO_PATH):
        raise EnvironmentFault(f"{root} holds a library already: {INFO_PATH} is there; nothing was written")


def _repository(tool: str | None) -> ToolRepository | None:
    if tool is None:
        return own_repository()
    if (found := ToolRepository.parse(tool)) is None:
        raise EnvironmentFault(f"{tool!r} names no repository on GitHub; write OWNER/NAME, or OWNER/NAME@TAG")
    return found


def _owner(owner: str | None) -> str:
    if owner and not OWNER.fullmatch(owner):
        raise EnvironmentFault(f"{owner!r} is no owner; write @name, @organisation/team or an e-mail address")
    return owner or ""


def _info(wanted: Wanted, root: Path, *, asks: bool) -> LibraryInfo:
    """What the library says about itself, from options, answers and defaults."""
    info = LibraryInfo(title=_title(root), publisher="?", language=LANGUAGE, licence=LICENCE, version=VERSION)
    for name, question in QUESTIONS.items():
        given, default = getattr(wanted, name), info.title if name == "publisher" else getattr(info, name)
        check = partial(_checked, info, name)
        try:
            value = check(given) if given is not None else ask(question, default, check) if asks else default
        except click.BadParameter as fault:
            raise EnvironmentFault(f"--{name} cannot be {given!r}: {fault.message}") from None
        info = info.model_copy(update={name: value})
    return info


def _checked(info: LibraryInfo, name: str, text: str) -> str:
    """A value as `library.yaml` takes it; raises click.BadParameter that says what it must be."""
    value = text.strip()
    if name == "licence":  # `CC BY 4.0` is CC-BY-4.0
        value = spdx_expression(value) or spdx_expression(value.replace(" ", "-")) or value
    try:
        LibraryInfo.model_validate(info.model_dump() | {name: value})
    except ValidationError:
        raise click.BadParameter(DEMANDS[name]) from None
    if not value.isprintable():
        raise click.BadParameter(DEMANDS[name])
    return value


def _title(root: Path) -> str:
    """The name of the folder as a title."""
    words = "".join(character if character.isprintable() else " " for character in root.name)
    title = " ".join(words.replace("-", " ").replace("_", " ").split())[:120]
    return title[:1].upper() + title[1:] or "A library"


def _rules(root: Path, wanted: Wanted, info: LibraryInfo, pages: ExistingPages, *, asks: bool) -> HouseRules:
    """The house rules: those that are there, those of another library, or of headings that are given or shared."""
    words, _ = starter_words(info.language)
    if wanted.like and wanted.sections:
        raise EnvironmentFault("--like brings its own sections; leave out --section")
    if path_exists(root, POLICY_PATH):
        if wanted.like or wanted.sections:
            raise EnvironmentFault(f"{root / POLICY_PATH} is there already; leave out --like and --section")
        return existing_rules(root, POLICY_PATH)
    if wanted.like:
        return rules_like(wanted.like.absolute())
    if wanted.sections:
        return _with_sections(sections_of(wanted.sections), words)
    # One page by itself, such as a note beside a program, shares nothing.
    if (pages.in_place or len(pages.paths) > 1) and (shared := _proposed(pages, words, asks=asks)):
        return shared
    if asks:
        usual = ", ".join(section.heading for section in words.sections)
        answer = ask("Sections of every page, in order, with commas between", usual, _checked_sections)
        if answer != usual:
            return _with_sections(sections_of(_headings(answer)), words)
    return _with_sections(words.sections, words)


def _with_sections(sections: tuple[SectionPolicy, ...], words: StarterWords) -> HouseRules:
    return HouseRules(PagePolicy(sections=sections, generated_headings=words.generated_headings))


def _headings(answer: str) -> list[str]:
    return [heading for part in answer.split(",") if (heading := part.strip())]


def _checked_sections(answer: str) -> str:
    try:
        sections = sections_of(_headings(answer))
    except EnvironmentFault:
        sections = ()
    if not sections:
        raise click.BadParameter("a heading is one line of words; write commas between headings")
    return answer


def _proposed(pages: ExistingPages, words: StarterWords, *, asks: bool) -> HouseRules | None:
    """House rules that say what pages share, after they were shown; None if there are none, or they are not wanted."""
    policy, number = pages.policy(words.generated_headings), counted(len(pages.paths), "page")
    if policy is None:
        say(f"{number} found here, without a section that at least half of them have")
        return None
    say(f"{number} found here; this is what at least half of them share, as house rules ({POLICY_PATH}):", "")
    write(policy_yaml(policy))
    say("")
    return HouseRules(policy) if not asks or agreed("Write these house rules?") else None


def _refuse_faulty(
    root: Path, files: Mapping[str, bytes], kept: list[str], today: dt.date, pages: ExistingPages
) -> None:
    """Raise EnvironmentFault if the library would have errors; its model page counts only if it will be written."""
    limit = Limits().bounds.site
    with TemporaryDirectory(prefix="strategies-") as name:
        staged = Path(name)
        there = {path: read_file(root, path, limit) for path in kept if path != MODEL_PAGE}
        _write_library(staged, {**files, **there})
        found = Run(staged, jobs=1, no_cache=True).workspace().report(today).diagnostics
    errors = [
        each
        for each in found
        if each.severity is Severity.ERROR and not (pages.in_place and each.span.path == MODEL_PAGE)
    ]
    if errors:
        lines = [f"{each.span.path}: {each.message}" for each in errors[:5]]
        raise EnvironmentFault("nothing was written, for the new library would have errors:", *lines)
