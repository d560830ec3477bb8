"""Changes a library at random, in every way that a person might."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from conftest import LIBRARY
from images import LFS, PNG

from pipeline.source.paths import REFERENCES_PATH

PAGES = "content/strategies"
IMAGES = "content/images"
BASE = "https://strategies.example/library"
# What the test library means before any edit.
REVIEWED = (
    "reviewed: {date: 2026-11-01, strategies: {building-trust: 7cbc8c03-d185be13, student-voice: 0be6d52a-a0e407b0}, "
    "factors: {motivation: 2ce379fc-9e66675b, emotion: fa209f23-e569b335, vision: cb4d07c7-5bb94e73}}"
)
WORDS = re.compile(r"\b(learners|class|teacher|students|time|work|page|two|small)\b")


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

    def edit_review(self) -> None:
        path = self.page()
        edit(self.root, path, partial(re.sub, r"(?m)^reviewed: .*\n", ""))
        edit(self.root, path, partial(re.sub, r"(?m)^updated: .*$", rf"\g<0>\n{REVIEWED}", count=1))

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

    def edit_work(self) -> None:
        """Change one word of a title, a day, a DOI or a number."""
        ways = {r"(?<=title: )\"?\w+": r"\g<0>s", r'(?<=issued: "20)\d': "1", "DOI: 10": r"\g<0>0", "ED6": r"\g<0>1"}
        self.change_works(*self.chance.choice(list(ways.items())))

    def edit_work_added(self) -> None:
        self.number += 1
        edit(self.root, REFERENCES_PATH, lambda text: f"{text}- {{id: w-{self.number}, type: book, title: New}}\n")

    def edit_work_taken_away(self) -> None:
        self.change_works(r"^- (?:.*\n)(?:  .*\n)*", "")

    def edit_citation(self) -> None:
        key = self.chance.choice(["reyes-2022", "ito-2021", f"w-{self.number}"])
        link = f" In [one study](reference:{key}), all did.\n\n## Example"
        edit(self.root, self.page(), lambda text: text.replace("\n\n## Example", link, 1))

    def edit_citation_taken_away(self) -> None:
        edit(self.root, self.page(), partial(re.sub, r"\[([^]]*)\]\(reference:[^)]*\)", r"\1", count=1))

    def change_works(self, pattern: str, changed: str) -> None:
        """Change one of the places in the list of references where a pattern stands, if there is one."""

        def change(text: str) -> str:
            places = list(re.finditer(pattern, text, flags=re.MULTILINE))
            place = self.chance.choice(places) if places else None
            return text[: place.start()] + place.expand(changed) + text[place.end() :] if place else text

        edit(self.root, REFERENCES_PATH, change)

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
