"""The vocabulary of a library, and YAML as programs write it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping

import yaml

from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH

from .fronts import spiced
from .pages import saved
from .pieces import maybe, phrase, sentence

Files = dict[str, bytes]
IDS = [
    "con",
    "nul",
    "index",
    "a",
    "0",
    "1-2-3",
    "true",
    "null",
    "factors",
    "search",
    "assets",
    "x" * 80,
    "strategies",
    "strategy",
    "all",
    "feed",
    "id",
    "2024",
]


def vocabulary(
    chance: random.Random, files: Files, *, odd: bool
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Write the three lists; gives the ids of factors and categories, and learner models with their factors."""
    of_hundred = 12 if odd else 0
    ids = [
        re.sub(r"[^a-z0-9]+", "-", phrase(chance, 1, 2).lower()) + (f"-{number}" if number % 2 else "")
        for number in range(chance.randint(2, 9))
    ]
    if odd and maybe(chance, 20):
        ids.append(chance.choice(IDS))
    ids = list(dict.fromkeys(ids))
    factors: list[dict[str, object]] = [
        {
            "id": id_,
            "name": spiced(chance, id_.replace("-", " ").title(), of_hundred),
            "definition": spiced(chance, sentence(chance), of_hundred),
        }
        for id_ in ids
    ]
    for factor in factors:
        if maybe(chance, 25):
            factor["aliases"] = [spiced(chance, f"{factor['id']} {phrase(chance, 1, 2)}", of_hundred)]
    if maybe(chance, 40):
        old: dict[str, object] = {
            "id": "a-former-factor",
            "name": "A Former Factor",
            "definition": "Long ago.",
            "deprecated": True,
        }
        factors.append(old | ({"replaced_by": ids[0]} if maybe(chance, 70) else {}))
    categories = [
        {
            "id": f"{phrase(chance, 1, 1)}-{number}",
            "name": spiced(chance, f"{phrase(chance, 1, 3).title()} {number}", of_hundred),
            "description": spiced(chance, sentence(chance), of_hundred),
        }
        for number in range(chance.randint(1, 4))
    ]
    models: dict[str, tuple[str, ...]] = {}
    listed = []
    for number in range(chance.randint(1, 3)):
        members = chance.sample(ids, chance.randint(1, len(ids)))
        cut = chance.randint(0, len(members))
        groups = {
            spiced(chance, f"Group {number}", of_hundred): members[:cut],
            spiced(chance, "Others", of_hundred): members[cut:],
        }
        models[f"model-{number}"] = tuple(members)
        listed.append(
            {
                "id": f"model-{number}",
                "name": spiced(chance, f"Model {number}", of_hundred),
                "grades": chance.sample(["PK", "K", "1", "9–12"], 2),
                "groups": groups,
            }
        )
    for path, items in ((FACTORS_PATH, factors), (CATEGORIES_PATH, categories), (LEARNER_MODELS_PATH, listed)):
        files[path] = dumped(chance, items)
    return tuple(ids), tuple(str(item["id"]) for item in categories), models


def dumped(chance: random.Random, value: object) -> bytes:
    """YAML in one of its styles; JSON is one of them."""
    if maybe(chance, 15):
        return json.dumps(_texts(value), ensure_ascii=False, indent=chance.choice([None, 2])).encode()
    style = chance.choice([None, '"', "'"])
    text = yaml.safe_dump(
        _texts(value),
        allow_unicode=True,
        sort_keys=False,
        default_style=style,
        default_flow_style=chance.choice([None, False]),
        width=chance.choice([60, 1000]),
    )
    return saved(chance, text.replace("!!bool ", "")).encode("utf-8", "surrogateescape")


def _texts(value: object) -> object:
    """Numbers and flags as text: quoted, they read the same."""
    match value:
        case Mapping():
            return {str(key): _texts(item) for key, item in value.items()}
        case list() | tuple():
            return [_texts(item) for item in value]
        case bool():
            return "true" if value else "false"
    return str(value)
