"""A library on disk: checks it as a whole, and keeps what is known of its pages."""

import datetime as dt
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from pipeline.check import Examiner, check
from pipeline.diagnostics import Diagnostic
from pipeline.disk import Refused
from pipeline.files import Files, read_page
from pipeline.fingerprint import fingerprint
from pipeline.images import images_in
from pipeline.interruption import stop_if_interrupted
from pipeline.last_check import MOST_CHANGED, Around, LastCheck, Row, other_files, other_names, recall_pages, remember
from pipeline.lazy import lazy
from pipeline.means import Means
from pipeline.memory import Grounds, Known, Memory, Pages, Recall
from pipeline.model.entry import Entry, build_entry
from pipeline.model.facts import decode_facts, hangs_on_day, print_of
from pipeline.model.image_file import image_of
from pipeline.model.library import Library
from pipeline.model.policy import PagePolicy
from pipeline.model.report import Report
from pipeline.parse import parse_page
from pipeline.places import (
    IMAGES_FOLDER,
    INFO_PATH,
    POLICY_PATH,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    is_misplaced,
)
from pipeline.plain import decode
from pipeline.reading import PageReader, Reading
from pipeline.rule import Rule, all_rules
from pipeline.second_look import judged_again
from pipeline.text import Source
from pipeline.tree import digest_of, inside, survey

# How the paths of templates and static files begin.
THEME = (f"{TEMPLATES_FOLDER}/", f"{STATIC_FOLDER}/")


class FileChanged(Exception):  # noqa: N818 - names what happened
    """A file is no longer as it was read."""


# Documents are pure functions of their text: `fix` checks again and again, an editor at every key.
parsed_page = lru_cache(maxsize=256)(parse_page)


def _told_by(entry: Entry) -> tuple[str, str]:
    """The digest of the text of a page, and that of its facts."""
    return digest_of(entry.source.encode()), print_of(entry.facts)


def _is_whole(library: Library, pages: Iterable[Row]) -> bool:
    """True when everything was read: what is refused has no digest that tells whether it is as it was."""
    return not library.refused and all(page.content for page in pages)


@dataclass(frozen=True)
class Workspace(Files):
    """The files of a library, what is known of its pages, and what all of it is checked with."""

    means: Means = field(default_factory=Means)

    def load(self) -> Library:
        """Read and build the whole library, every page parsed: for small libraries, and to look around in one."""
        limits, overlay = self.limits, {source.path: source for source in self.overlay}
        library, pages = self._without_pages()
        documents = (
            parsed_page(overlay[path], limits) if path in overlay else read_page(self.root, path, limits)[2]
            for path in pages
        )
        return replace(library, entries=tuple(map(build_entry, documents)))

    def report(self, today: dt.date, rules: Iterable[Rule] | None = None, *, render: bool = False) -> Report:
        """Check the whole library, reading only pages that are not known already.

        `render` has pages that may be published rendered on the way, while they are parsed.
        """
        cache = self.means.cache
        noted = cache if rules is None and not self.overlay else None
        before = other_files(self.root, noted, lambda: self.limits.bounds) if noted else None
        with self.means.stages("read vocabulary and house rules"):
            library, pages = self._without_pages()
            grounds = self._grounds(library)
            examiner = Examiner.of(self.context(library, today), policy_broken=library.policy_broken)
            reader = PageReader(self.root, self.limits, examiner, library.policy, cache, render)
        over = {source.path: build_entry(parsed_page(source, self.limits)) for source in self._typed_pages}
        on_disk = [path for path in pages if path not in over]
        readings = self._memory.readings(on_disk, reader, grounds, all_pages=not over)
        with self.means.stages("compare pages"):
            entries = tuple(over.get(path) or self._entry(readings[path]) for path in pages)
            library = replace(library, entries=entries)
            rows = {path: Row(*reading[:3], reading.told) for path, reading in readings.items()}
            rows |= {path: Row(path, [], *_told_by(entry)) for path, entry in over.items()}
            frame = self._frame_print(library, grounds)
            around = Around(before, other_names(library.strays, library.images, library.theme)) if before else None
            last = self._last(frame, around, today) if rules is None and not library.refused else None
            said = self._said_again(library, last, rows, today) if last else None
            if said:
                report = Report(library, said.diagnostics)
            else:
                examined = {path: tuple(map(decode, reading.findings)) for path, reading in readings.items()}
                report = check(library, self.settings, today, rules, examined)
        if cache and rules is None and _is_whole(library, rows.values()):
            with self.means.stages("write the cache"):
                said = said or self._said(report, today)
                self._memory.last = Known(frame, said, rows)
                if around:
                    self._memory.state = remember(cache, self.limits.bounds, around, said, rows.values())
        return report

    def _last(self, frame: str, around: Around | None, today: dt.date) -> Known | None:
        """The last check of this process, or else of another, if it was about the same library but for its pages."""
        last, cache = self._memory.last, self.means.cache
        if last and last.frame == frame and last.check.holds_on(today):
            return last
        recalled = recall_pages(cache, around, today) if cache and around else None
        return Known(frame, *recalled) if recalled else None

    def _said_again(self, library: Library, last: Known, rows: Mapping[str, Row], today: dt.date) -> LastCheck | None:
        """The last check with what changed since looked at again, if that is enough."""
        if last.rows.keys() != rows.keys():
            return None
        changed = [path for path, row in rows.items() if row.content != last.rows[path].content]
        if len(changed) > MOST_CHANGED or any(rows[path].facts != last.rows[path].facts for path in changed):
            return None
        entries = {path: library.by_path[path] for path in changed}
        return judged_again(last.check, entries, library, self.context(library, today))

    @property
    def _typed_pages(self) -> list[Source]:
        """The texts that stand in for pages."""
        return [source for source in self.overlay if source.path.startswith(STRATEGIES_FOLDER + "/")]

    def _frame_print(self, library: Library, grounds: Grounds) -> str:
        """A fingerprint of all that findings hang on besides pages."""
        info = [file.source.text for file in library.data_files if file.path == INFO_PATH]
        names = other_names(library.strays, library.images, library.theme)
        return fingerprint(grounds.rules, grounds.terms, repr(info), repr(sorted(names.items())))

    def _said(self, report: Report, today: dt.date) -> LastCheck:
        """What the next run needs of a report if nothing changes until then."""
        library, settings = report.library, self.settings
        dated = any(hangs_on_day(entry.facts, today) for entry in library.entries)
        data_files = [file.path for file in library.data_files]
        said = (settings.fail_on, settings.rules_url, today.isoformat(), dated)
        of_pages = {rule.name for rule in all_rules() if rule.of_pages}
        parts: tuple[list[Diagnostic], list[Diagnostic]] = ([], [])
        for found in report.diagnostics:
            parts[found.rule not in of_pages or found.span.path in data_files].append(found)
        return LastCheck(tuple(parts[0]), tuple(parts[1]), data_files, library.aliases, *said)

    @property
    def rules_print(self) -> str:
        """A fingerprint of what all pages hung on at the last report, whatever they name: settings and house rules."""
        assert self._memory.grounds is not None
        return self._memory.grounds.rules

    def _grounds(self, library: Library) -> Grounds:
        texts = {file.path: file.source.text for file in library.data_files}
        vocabulary = library.vocabulary
        lists = (vocabulary.factors, vocabulary.categories, vocabulary.learner_models)
        rules = [texts.get(POLICY_PATH), *(terms.complete for terms in lists)]
        terms = [texts.get(terms.path) for terms in lists]
        settings = self.settings.model_dump_json()
        return Grounds(fingerprint(settings, repr(rules)), fingerprint(repr(terms)), vocabulary.standing)

    def laid_over(self, sources: Iterable[Source]) -> "Workspace":
        """The same files with other texts over them; what is known of pages is shared."""
        other = replace(self, overlay=tuple(sources))
        other.__dict__["_memory"] = self._memory
        return other

    def pages(self, policy: PagePolicy) -> Pages:
        """What is known of the pages of the last report."""
        return Pages(self._memory, policy)

    site_digests: dict[str, str] = field(default_factory=dict)

    def digest(self, path: str) -> str:
        reading = self._memory.reading(path)
        assert reading
        return reading.hash

    def rendition_data(self, path: str) -> bytes:
        from pipeline.model.rendition import encode_rendition, rendition_of

        reading, cache = self._memory.reading(path), self.means.cache
        assert reading
        data = cache.fetch(reading.rendition) if cache and reading.rendition else None
        return data or encode_rendition(rendition_of(self._entry(reading), self.frame().policy))

    @property
    def state(self) -> str:
        """What tells the whole library, as it was at the last report, from any other; empty without a cache."""
        return self._memory.state

    @lazy
    def _memory(self) -> Memory:
        return Memory(self.root, self.means)

    def _without_pages(self) -> tuple[Library, list[str]]:
        """Everything but the pages, and their paths, sorted."""
        seen = survey(self.root, self.limits.site_file_bytes)
        found = seen._replace(files={**seen.files, **{source.path: [] for source in self._typed_pages}})
        frame, pages = self.frame(), sorted(found.pages)
        images, unread = images_in(self.root, found.images, found.refused)
        faults = {**found.refused, **unread}
        refused = self.documents_of({path: faults[path] for path in faults.keys() - pages})
        typed = {source.path: source for source in self.overlay}
        images |= {path: image_of(typed[path].encode()) for path in typed if path.startswith(f"{IMAGES_FOLDER}/")}
        theme = found.theme.union(path for path in typed if path.startswith(THEME))
        found = found._replace(misplaced=found.misplaced.union(filter(is_misplaced, typed)))
        library = replace(frame, images=images, theme=theme, strays=found.strays, refused={**frame.refused, **refused})
        return library, pages

    def _entry(self, reading: Reading) -> Entry:
        """A page that was read, now or before; its file is read again when somebody asks for its text."""
        return self._memory.entry(reading, self._new_entry)

    def _new_entry(self, reading: Reading) -> Entry:
        recall = Recall(self.root, reading.path, reading.hash, self.limits)
        return Entry(reading.path, lambda: recall.document, lambda: recall.source, decode_facts(reading.facts))

    def replace(self, before: Source, after: Source) -> None:
        """Replace a file in one step, keeping its mode; raises FileChanged when it is not as it was read."""
        import tempfile  # half of the standard library with it, and few runs write

        stop_if_interrupted()
        target = self.root / before.path
        try:
            if self.read(before.path) != before:
                raise FileChanged(before.path)
        except Refused:
            raise FileChanged(before.path) from None
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".strategies-", delete=False) as file:
            fresh = Path(file.name)
            try:
                file.write(after.encode())
                file.flush()
                os.fsync(file.fileno())
                fresh.chmod(stat.S_IMODE(target.lstat().st_mode))
                fresh.replace(target)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise

    def relative(self, path: Path) -> str:
        """A path a person gave, relative to the root; raises EnvironmentFault when it is outside."""
        return inside(self.root, path)
