"""The plain script one would write without this pipeline, over the same libraries: `python plain.py LIBRARY OUT`.

It reads every page, lets pydantic look at the front matter, and writes HTML, JSON and CSV. It checks nothing else, verifies
nothing it wrote, and leaves half a bundle behind when it is stopped.
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
from jinja2 import DictLoader, Environment
from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
RESOURCE = re.compile(r"^(?:### (?P<kind>.+)|- \[(?P<title>[^\]]+)\]\((?P<url>[^)]+)\): (?P<description>.+))$", re.MULTILINE)

TEMPLATES = {
    "base": """<!doctype html>
<html lang="{{ library.language }}">
<head><meta charset="utf-8"><title>{% block title %}{{ library.title }}{% endblock %}</title></head>
<body>
<header><a href="{{ root }}index.html">{{ library.title }}</a></header>
<main>{% block main %}{% endblock %}</main>
<footer><p>{{ library.title }} {{ library.version }}, {{ library.publisher }}, {{ library.licence }}</p>
<p>{{ library.attribution }}</p></footer>
</body>
</html>
""",
    "cards": """<ul class="cards">
{% for item in strategies %}<li><a href="{{ root }}strategies/{{ item.id }}/index.html">{{ item.title }}</a>
<p>{{ item.summary }}</p></li>
{% endfor %}</ul>""",
    "strategy": """{% extends "base" %}
{% block title %}{{ page.title }} – {{ library.title }}{% endblock %}
{% block main %}<article>
<p><a href="{{ root }}categories/{{ category.id }}/index.html">{{ category.name }}</a></p>
<h1>{{ page.title }}</h1>
<p class="summary">{{ page.summary }}</p>
<ul>{% for model in models %}<li><a href="{{ root }}learner-models/{{ model.id }}/index.html">{{ model.name }}</a></li>
{% endfor %}</ul>
{% for section in sections %}<section><h2>{{ section.heading }}</h2>
{{ section.html|safe }}</section>
{% endfor %}<h2>Factors Supported by this Strategy</h2>
<ul>{% for factor in factors %}<li><a href="{{ root }}factors/{{ factor.id }}/index.html">{{ factor.name }}</a>
<span>{{ factor.definition }}</span></li>
{% endfor %}</ul>
<h2>More {{ category.name }} Strategies</h2>
{% with strategies = related %}{% include "cards" %}{% endwith %}
<nav>{% if before %}<a href="{{ root }}strategies/{{ before.id }}/index.html">{{ before.title }}</a>{% endif %}
{% if after %}<a href="{{ root }}strategies/{{ after.id }}/index.html">{{ after.title }}</a>{% endif %}</nav>
</article>{% endblock %}""",
    "listing": """{% extends "base" %}
{% block main %}<h1>{{ heading }}</h1><p>{{ text }}</p>
{% include "cards" %}{% endblock %}""",
}


class FrontMatter(BaseModel):
    """The front matter of a page."""

    model_config = ConfigDict(extra="forbid")

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


def link_to_page(self: Any, tokens: list[Any], number: int, options: Any, environment: Any) -> str:
    """Lead links of the schemes `factor:` and `strategy:` to their pages."""
    scheme, _, id_ = str(tokens[number].attrs["href"]).partition(":")
    if scheme in ("factor", "strategy"):
        folder = "factors" if scheme == "factor" else "strategies"
        tokens[number].attrs["href"] = f"../../{folder}/{id_}/index.html"
    return str(self.renderToken(tokens, number, options, environment))


MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
MARKDOWN.add_render_rule("link_open", link_to_page)


def read_yaml(path: Path) -> Any:
    """Read a YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506 - it is a safe loader


def read_page(path: Path) -> tuple[FrontMatter, list[dict[str, str]]]:
    """Read a page: its front matter, and its sections as Markdown and HTML."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    page = FrontMatter(id=path.stem, **yaml.load(front, Loader=yaml.CSafeLoader))  # noqa: S506 - the same
    parts = SECTION.split(body)[1:]
    texts = zip(parts[::2], parts[1::2], strict=True)
    return page, [{"heading": heading, "markdown": text.strip(), "html": MARKDOWN.render(text)} for heading, text in texts]


def read_resources(sections: list[dict[str, str]]) -> list[dict[str, str]]:
    """The additional resources of a page, each with the kind it stands under."""
    kind, found = "", []
    text = next((section["markdown"] for section in sections if section["heading"] == "Additional Resources"), "")
    for match in RESOURCE.finditer(text):
        kind = match["kind"] or kind
        if match["title"]:
            found.append({**match.groupdict(), "kind": kind})
    return found


def write(path: Path, text: str) -> None:
    """Write a file, its folder made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_table(path: Path, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def main(library: Path, out: Path) -> None:
    """Read the library, write the bundle."""
    content = library / "content"
    info = read_yaml(content / "library.yaml")
    factors, categories, models = (
        {entry["id"]: entry for entry in read_yaml(content / "vocabulary" / f"{name}.yaml")}
        for name in ("factors", "categories", "learner-models")
    )
    pages = [read_page(path) for path in sorted((content / "strategies").glob("*.md"))]
    pages = [(page, sections) for page, sections in pages if page.status == "published"]
    by_id = {page.id: page for page, _ in pages}
    using: dict[str, list[FrontMatter]] = defaultdict(list)
    for page in by_id.values():
        for key in (page.category, *page.factors, *page.learner_models):
            using[key].append(page)
    place = {page.id: number for category in categories for number, page in enumerate(using[category])}
    environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    environment.globals["library"] = info
    render: Callable[..., str] = environment.get_template("strategy").render

    records = []
    for page, sections in pages:
        siblings, here = using[page.category], place[page.id]
        parts = {
            "category": categories[page.category],
            "models": [models[id_] for id_ in page.learner_models],
            "factors": [factors[id_] for id_ in page.factors],
            "related": [by_id[id_] for id_ in page.related],
            "before": siblings[here - 1] if here else None,
            "after": siblings[here + 1] if here + 1 < len(siblings) else None,
        }
        folder = out / "html" / "strategies" / page.id
        write(folder / "index.html", render(page=page, sections=sections, root="../../", **parts))
        record = page.model_dump(mode="json") | {
            "category": {"id": page.category, "name": parts["category"]["name"]},
            "learner_models": [{"id": model["id"], "name": model["name"]} for model in parts["models"]],
            "factors": [{"id": factor["id"], "name": factor["name"]} for factor in parts["factors"]],
            "related": [{"id": other.id, "title": other.title, "summary": other.summary} for other in parts["related"]],
            "sections": sections,
            "resources": read_resources(sections),
        }
        write(out / "json" / "strategies" / f"{page.id}.json", json.dumps(record, ensure_ascii=False, indent=2))
        records.append(record)

    listing = environment.get_template("listing").render
    every = list(by_id.values())
    write(out / "html" / "index.html", listing(heading=info["title"], strategies=every, root=""))
    for folder_name, entries in (("factors", factors), ("categories", categories), ("learner-models", models)):
        for entry in entries.values():
            text = entry.get("definition") or entry.get("description")
            html = listing(heading=entry["name"], text=text, strategies=using[entry["id"]], root="../../")
            write(out / "html" / folder_name / entry["id"] / "index.html", html)

    whole = json.dumps({"library": info, "strategies": records}, ensure_ascii=False, indent=2)
    write(out / "json" / "strategies.json", whole)
    write(out / "json" / "strategies.jsonl", "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in records))
    tables = out / "csv"
    columns = ["id", "title", "summary", "status", "updated"]
    rows = ([*(item[name] for name in columns), item["category"]["id"]] for item in records)
    write_table(tables / "strategies.csv", [*columns, "category"], rows)
    for name in ("factors", "related"):
        joined = ([item["id"], place, other["id"]] for item in records for place, other in enumerate(item[name], 1))
        write_table(tables / f"strategy_{name}.csv", ["strategy", "position", name], joined)
    fields = ["title", "url", "description", "kind"]
    found = ([item["id"], *(entry[name] for name in fields)] for item in records for entry in item["resources"])
    write_table(tables / "resources.csv", ["strategy", *fields], found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
