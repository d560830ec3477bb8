"""A plain script for the same libraries, as one would write it without this pipeline: `python plain.py LIBRARY OUT`.

It reads every page, validates the front matter with pydantic, and writes HTML, JSON and CSV. It checks nothing else,
verifies no output, and leaves an incomplete bundle when it is stopped. With `--validate` it validates each record with
its JSON Schema before it is written.
"""

import csv
import datetime as dt
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
RESOURCE = re.compile(
    r"^(?:### (?P<kind>.+)|- \[(?P<title>[^\]]+)\]\((?P<url>[^)]+)\): (?P<description>.+))$", re.MULTILINE
)

TEMPLATES = Path(__file__).parent / "plain_templates"


class Strict(BaseModel):
    """A model without unknown fields."""

    model_config = ConfigDict(extra="forbid")


class FrontMatter(Strict):
    """The front matter of a page."""

    id: str
    title: str = Field(min_length=3, max_length=90)
    summary: str = Field(min_length=40, max_length=300)
    category: str
    learner_models: list[str] = Field(min_length=1)
    factors: list[str] = Field(min_length=1)
    related: list[str]
    status: str
    updated: dt.date
    aliases: list[str] = []
    replaced_by: str | None = None


class Named(Strict):
    """A term of a closed list."""

    id: str
    name: str


class Related(Strict):
    """A related strategy."""

    id: str
    title: str
    summary: str


class Section(Strict):
    """A section of a page."""

    heading: str
    markdown: str
    html: str


class Resource(Strict):
    """An additional resource."""

    kind: str
    title: str
    url: str
    description: str


class Record(FrontMatter):
    """A strategy as it is written to JSON; for its schema."""

    category: Named  # type: ignore[assignment]
    learner_models: list[Named]  # type: ignore[assignment]
    factors: list[Named]  # type: ignore[assignment]
    related: list[Related]  # type: ignore[assignment]
    sections: list[Section]
    resources: list[Resource]


def validation() -> Callable[[Any], None]:
    """A function that raises when a record violates its schema."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(Record.model_json_schema()).validate


def link_to_page(self: Any, tokens: list[Any], number: int, options: Any, environment: Any) -> str:
    """Render a link; those of the schemes `factor:` and `strategy:` get the address of a page."""
    scheme, _, id_ = str(tokens[number].attrs["href"]).partition(":")
    if scheme in ("factor", "strategy"):
        folder = "factors" if scheme == "factor" else "strategies"
        tokens[number].attrs["href"] = f"../../{folder}/{id_}/index.html"
    return str(self.renderToken(tokens, number, options, environment))


MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
MARKDOWN.add_render_rule("link_open", link_to_page)


def read_yaml(path: Path) -> Any:
    """Read a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def read_page(path: Path) -> tuple[FrontMatter, list[dict[str, str]]]:
    """Read a page: its front matter, and its sections as Markdown and HTML."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    page = FrontMatter(id=path.stem, **yaml.load(front, Loader=yaml.CSafeLoader))
    parts = SECTION.split(body)[1:]
    texts = zip(parts[::2], parts[1::2], strict=True)
    return page, [
        {"heading": heading, "markdown": text.strip(), "html": MARKDOWN.render(text)} for heading, text in texts
    ]


def read_resources(sections: list[dict[str, str]]) -> list[dict[str, str]]:
    """The additional resources of a page, each with the heading above it as its kind."""
    kind, found = "", []
    text = next((section["markdown"] for section in sections if section["heading"] == "Additional Resources"), "")
    for match in RESOURCE.finditer(text):
        kind = match["kind"] or kind
        if match["title"]:
            found.append({**match.groupdict(), "kind": kind})
    return found


def write(path: Path, text: str) -> None:
    """Write a file, and create its folder if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(path: Path, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


class Library:
    """All pages and the vocabulary."""

    def __init__(self, content: Path) -> None:
        self.info = read_yaml(content / "library.yaml")
        self.factors, self.categories, self.models = (
            {entry["id"]: entry for entry in read_yaml(content / "vocabulary" / f"{name}.yaml")}
            for name in ("factors", "categories", "learner-models")
        )
        pages = [read_page(path) for path in sorted((content / "strategies").glob("*.md"))]
        self.pages = [(page, sections) for page, sections in pages if page.status == "published"]
        self.by_id = {page.id: page for page, _ in self.pages}
        self.using: dict[str, list[FrontMatter]] = defaultdict(list)  # by category, factor and learner model
        for page in self.by_id.values():
            for id_ in (page.category, *page.factors, *page.learner_models):
                self.using[id_].append(page)
        self.position = {page.id: position for id_ in self.categories for position, page in enumerate(self.using[id_])}

    def context(self, page: FrontMatter) -> dict[str, Any]:
        """Terms and other pages that a page shows."""
        siblings, here = self.using[page.category], self.position[page.id]
        return {
            "category": self.categories[page.category],
            "models": [self.models[id_] for id_ in page.learner_models],
            "factors": [self.factors[id_] for id_ in page.factors],
            "related": [self.by_id[id_] for id_ in page.related],
            "before": siblings[here - 1] if here else None,
            "after": siblings[here + 1] if here + 1 < len(siblings) else None,
        }


def write_strategies(
    library: Library, environment: Environment, out: Path, validate: Callable[[Any], None]
) -> list[dict[str, Any]]:
    """Write a page and a JSON file for each strategy; returns the records."""
    render, records = environment.get_template("strategy.html").render, []
    for page, sections in library.pages:
        context = library.context(page)
        html = render(page=page, sections=sections, root="../../", **context)
        write(out / "html" / "strategies" / page.id / "index.html", html)
        record = page.model_dump(mode="json") | {
            "category": {"id": page.category, "name": context["category"]["name"]},
            "learner_models": [{"id": model["id"], "name": model["name"]} for model in context["models"]],
            "factors": [{"id": factor["id"], "name": factor["name"]} for factor in context["factors"]],
            "related": [{"id": item.id, "title": item.title, "summary": item.summary} for item in context["related"]],
            "sections": sections,
            "resources": read_resources(sections),
        }
        validate(record)
        write(out / "json" / "strategies" / f"{page.id}.json", json.dumps(record, ensure_ascii=False, indent=2))
        records.append(record)
    return records


def write_listings(library: Library, environment: Environment, out: Path) -> None:
    """Write the home page, and a page for each factor, category and learner model."""
    render, every = environment.get_template("listing.html").render, library.by_id.values()
    write(out / "html" / "index.html", render(heading=library.info["title"], strategies=every, root=""))
    listed = {"factors": library.factors, "categories": library.categories, "learner-models": library.models}
    for folder, entries in listed.items():
        for id_, entry in entries.items():
            text = entry.get("definition") or entry.get("description")
            html = render(heading=entry["name"], text=text, strategies=library.using[id_], root="../../")
            write(out / "html" / folder / id_ / "index.html", html)


def write_tables(records: list[dict[str, Any]], out: Path) -> None:
    """Write the tables."""
    columns = ["id", "title", "summary", "status", "updated"]
    rows = ([*(record[name] for name in columns), record["category"]["id"]] for record in records)
    write_table(out / "csv" / "strategies.csv", [*columns, "category"], rows)
    for name in ("factors", "related"):
        joined = ([one["id"], position, other["id"]] for one in records for position, other in enumerate(one[name], 1))
        write_table(out / "csv" / f"strategy_{name}.csv", ["strategy", "position", name], joined)
    fields = ["title", "url", "description", "kind"]
    found = ([one["id"], *(item[name] for name in fields)] for one in records for item in one["resources"])
    write_table(out / "csv" / "resources.csv", ["strategy", *fields], found)


def main(root: Path, out: Path, validate: Callable[[Any], None]) -> None:
    """Read the library, write the bundle."""
    library = Library(root / "content")
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    environment.globals["library"] = library.info
    records = write_strategies(library, environment, out, validate)
    write_listings(library, environment, out)
    document = {"library": library.info, "strategies": records}
    write(out / "json" / "strategies.json", json.dumps(document, ensure_ascii=False, indent=2))
    write(out / "json" / "strategies.jsonl", "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in records))
    write_tables(records, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), validation() if "--validate" in sys.argv else lambda record: None)
