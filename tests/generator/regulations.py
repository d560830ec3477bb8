"""House rules, settings, and what a library says of itself."""

from __future__ import annotations

import json
import random

from pipeline.lint.rule import all_rules
from pipeline.source.paths import POLICY_PATH

from .fronts import spiced
from .house import default_policy
from .pieces import maybe, phrase, sentence
from .vocabularies import Files, dumped

SECTION_IDS = [
    "summary",
    "id",
    "title",
    "factors",
    "category",
    "status",
    "source-title",
    "tips",
    "notes",
    "steps",
    "content-sha256",
    "updated",
    "disclaimer-videos",
    "x",
    "related",
]


def info(chance: random.Random, *, odd: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "title": "A Library",
        "language": "en",
        "publisher": "Test Press",
        "licence": "CC-BY-4.0",
        "version": "1.0.0",
    }
    if odd:
        found["title"] = spiced(chance, sentence(chance, 1, 4), 50)
        found["publisher"] = spiced(chance, phrase(chance, 1, 3), 40)
        found["language"] = chance.choice(["en", "de", "pt-BR", "zh-Hans", "ar", "he", "x"])
        found["licence"] = chance.choice(["CC-BY-4.0", "All rights reserved", "cc by 4", "MIT & more"])
        found["version"] = chance.choice(["0.0.0", "10.20.30", "1.0.0-rc.1"])
    if maybe(chance, 40):
        found["base_url"] = chance.choice(
            [
                "https://library.example.net",
                "https://library.example.net/lib/",
                "https://library.example.net/a%20b",
                "http://library.example.net:80/x/y",
                "https://library.example.net/?q",
                "https://exämple.org/ü/",
                "https://library.example.net/index.html",
                "https://example.org",
            ]
        )
    if maybe(chance, 30):
        found["edit_url"] = chance.choice(
            ["https://example.org/edit/", "https://example.org/edit?file=", "https://example.org/edit"]
        )
    if maybe(chance, 30):
        found["attribution"] = spiced(chance, sentence(chance), 50)
    return found


def settings(chance: random.Random) -> str:
    optional = [rule.name for rule in all_rules() if not rule.required]
    lines = []
    if maybe(chance, 30):
        lines.append(f'fail_on = "{chance.choice(["error", "warning", "info"])}"')
    if maybe(chance, 70):
        lines.append("[severity]")
        names = optional if maybe(chance, 15) else chance.sample(optional, chance.randint(1, 8))
        lines += [f'{name} = "{chance.choice(["off", "off", "off", "warning", "info", "error"])}"' for name in names]
    if maybe(chance, 20):
        lines += [
            "[limits]",
            chance.choice(
                [
                    "data_file_size = 2000",
                    "file_size = 3000",
                    "markdown_depth = 3",
                    "yaml_depth = 2",
                    "data_file_nodes = 40",
                    "front_matter_size = 500",
                    "yaml_nodes = 60",
                    "large_file_size = 100",
                ]
            ),
        ]
    if maybe(chance, 20):
        lines += ["[thresholds]", f"altered_disclaimer_similarity = {chance.choice([1, 50, 100])}"]
    if maybe(chance, 10):
        lines += ["[words]", 'vague_link_texts = ["here"]', 'placeholders = ["???"]']
    return "\n".join(lines) + "\n"


def reach(chance: random.Random, policy: dict[str, list[dict[str, object]]]) -> None:
    """Limits, kinds and words, most of which no page keeps by chance, so that they are warnings."""
    section = chance.choice(policy["sections"])
    section |= chance.choice(
        [
            {"max_words": chance.choice((50, 90, 1000))},
            {"min_items": 1, "max_items": chance.choice((1, 3, 90))},
            {"required_subheadings": [spiced(chance, phrase(chance, 1, 2), 30)]},
            {"subheadings": [spiced(chance, phrase(chance, 1, 2), 30)]},
        ]
    )
    words = phrase(chance, 2, 2).split()
    policy["terms"] = [{"write": spiced(chance, words[0], 20), "not": words[1:]}]
    policy["title"] = {"max_characters": chance.choice((90, 200))}  # type: ignore[assignment]
    policy["video_hosts"] = [chance.choice(("vimeo", "youtube")), "youtube"]  # type: ignore[list-item]


def changed_policy(chance: random.Random, files: Files) -> dict[str, list[dict[str, object]]]:
    policy: dict[str, list[dict[str, object]]] = json.loads(json.dumps(default_policy()))
    sections = policy["sections"]
    for id_ in chance.sample(SECTION_IDS if maybe(chance, 40) else SECTION_IDS[7:10], chance.choice((0, 1, 1, 2))):
        fresh: dict[str, object] = {
            "id": id_,
            "heading": spiced(chance, phrase(chance, 1, 4).title(), 30),
            "required": maybe(chance, 50),
            "video": maybe(chance, 30),
        }
        if maybe(chance, 30):
            fresh["items"] = chance.choice(["resource", "citation"])
        if maybe(chance, 30):
            fresh["disclaimer"] = chance.choice(["videos", "notice", "notice"])
        if maybe(chance, 20):
            fresh["min_words"] = chance.choice([0, 5, 400])
        sections.insert(chance.randint(0, len(sections)), fresh)
    if maybe(chance, 20):
        sections.pop(chance.randrange(len(sections)))
    if maybe(chance, 25):
        sections[0]["heading"] = chance.choice(
            [
                "“Overview”",
                "What it is: an overview",
                "Overview & Aims",
                "Über",
                "*Overview*",
                "1. Overview",
                "Overview #",
                "Overview (short)",
                "A | B",
                "`x`",
                "&amp;",
            ]
        )
    if maybe(chance, 30):
        reach(chance, policy)
    policy["disclaimers"].append({"id": "notice", "text": spiced(chance, sentence(chance, 6, 20), 40)})
    if maybe(chance, 20):
        policy["disclaimers"][0]["text"] = chance.choice(
            [
                "A short note, no more.",
                "1. A note that begins like a list.",
                "A *marked* note of ours.",
                *["A note by [us](https://example.org/us), in **two**\n\nparagraphs & _more_."] * 3,
                "# A note that looks like a heading.",
                "See https://example.org for more.",
            ]
        )
    if maybe(chance, 30):
        policy["generated_headings"] = {
            "factors": spiced(chance, "Factors", 40),
            "related": chance.choice(["More {category}", "More", "{category} & more", "{other}"]),
        }  # type: ignore[assignment]
    files[POLICY_PATH] = dumped(chance, policy)
    return policy
