"""Front matter in all the ways in which people write YAML."""

from __future__ import annotations

import json
import random

from .house import House
from .pieces import maybe, phrase, sentence

Fields = dict[str, str | list[str] | dict[str, str]]
# Characters that mean something to YAML, to CSV, to HTML, to a spreadsheet.
SPICES = [
    ": ",
    " #",
    "'",
    '"',
    "&",
    "<b>",
    "{x}",
    "[y]",
    "=",
    "@",
    "–",
    "“",
    "é",
    "é",
    "%",
    "\\",
    "|",
    ">",
    "*",
    "`",
    "\u00a0",
    "🧑🏽‍🏫",
    "漢字",
    "مرحبا",
    "&amp;",
    "-",
    "~",
    "1",
]


def fields(chance: random.Random, house: House, title: str) -> Fields:
    """What a page says of itself."""
    model = chance.choice(list(house.models))
    members = [factor for factor in house.models[model] if factor in house.factors] or [house.factors[0]]
    related = chance.sample(house.others, min(len(house.others), chance.choice((0, 0, 1, 2, 3))))
    found: Fields = {
        "title": title,
        "summary": spiced(chance, sentence(chance, 8, 14), 8),
        "category": chance.choice(house.categories),
        "learner_models": list(
            dict.fromkeys([model, *([chance.choice(list(house.models))] if maybe(chance, 20) else [])])
        ),
        "factors": chance.sample(members, chance.randint(1, min(4, len(members)))),
        "related": related,
        "status": chance.choice(["published"] * 16 + ["draft", "idea", "retired"]),
        "updated": f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
    }
    if maybe(chance, 30):
        found["authors"] = [spiced(chance, phrase(chance, 1, 3).title(), 15) for _ in range(chance.randint(1, 3))]
    if maybe(chance, 15):
        found["aliases"] = [
            phrase(chance, 2, 3).replace(" ", "-") + f"-{chance.randint(0, 10**6)}" for _ in range(chance.randint(1, 2))
        ]
    if maybe(chance, 15):
        found["source"] = {
            "title": spiced(chance, phrase(chance, 2, 5), 20),
            "url": f"https://example.org/{phrase(chance, 1, 1)}",
            "retrieved": "2024-02-29",
        }
    if maybe(chance, 10):
        found["review_by"] = "2027-01-01"
    if maybe(chance, 10):
        found["published"] = "2018-03-02"
    if maybe(chance, 5):
        found["publish_on"] = chance.choice(["2026-11-23", "2026-11-24", "2026-11-25", "2027-01-04"])
    if found["status"] == "retired" and maybe(chance, 60):
        found["retired"] = "2024-02-29"
    return found


def spiced(chance: random.Random, text: str, of_hundred: float) -> str:
    """Sometimes the text with a character that means something elsewhere; it never begins or ends with it."""
    if not maybe(chance, of_hundred):
        return text
    at = chance.randint(1, max(1, len(text) - 1))
    return text[:at] + chance.choice(SPICES) + text[at:]


def written(chance: random.Random, found: Fields) -> str:
    """The fields as YAML between its fences."""
    order = list(found)
    if maybe(chance, 30):
        chance.shuffle(order)
    lines: list[str] = []
    for name in order:
        if maybe(chance, 3):
            lines.append(
                chance.choice(
                    [f"# {phrase(chance)}"] * 8
                    + [""] * 8
                    + ["# strategies: ignore review-overdue -- not yet", "# strategies: ignore truncated-summary"]
                )
            )
        key = chance.choice([name] * 20 + [f'"{name}"', f"{name} "])
        lines.append(_field(chance, key, found[name]))
    fence = chance.choice(["---"] * 20 + ["--- ", "---\t"])
    return "\n".join([fence, *lines, fence]) + "\n"


def _field(chance: random.Random, key: str, value: str | list[str] | dict[str, str]) -> str:
    behind = chance.choice([""] * 90 + [" # a comment", "  "])
    if isinstance(value, str):
        return f"{key}: {scalar(chance, value)}{behind if not maybe(chance, 1) else ''}"
    if isinstance(value, dict):
        pairs = [f"{name}: {flowing(chance, text)}" for name, text in value.items()]
        return (
            f"{key}:\n" + "\n".join(f"  {pair}" for pair in pairs)
            if maybe(chance, 70)
            else f"{key}: {{{', '.join(pairs)}}}"
        )
    items = [flowing(chance, item) for item in value]
    if not items:
        return chance.choice([f"{key}: []"] * 30 + [f"{key}: [ ]", f"{key}:", f"{key}: ~", ""])
    forms = [f"{key}: [{', '.join(items)}]{behind}", f"{key}:\n" + "\n".join(f"  - {item}" for item in items)]
    forms += [f"{key}:\n" + "\n".join(f"- {item}" for item in items), f"{key}: [\n  " + ",\n  ".join(items) + ",\n]"]
    forms += [f"{key}: {items[0]}", f"{key}:  [ {' , '.join(items)} ]"]
    return chance.choices(forms, [60, 20, 10, 5, 0.2, 4])[0]


def flowing(chance: random.Random, text: str) -> str:
    """A text inside brackets."""
    plain = text.replace("-", "").replace(" ", "").isalnum() and not text.isdigit()
    return text if plain and maybe(chance, 90) else quoted(chance, text)


def quoted(chance: random.Random, text: str) -> str:
    """A text in quotation marks."""
    if maybe(chance, 50):
        return json.dumps(text, ensure_ascii=maybe(chance, 20) and max(text, default="") < "\ud800")
    return "'" + text.replace("'", "''") + "'"


def scalar(chance: random.Random, text: str) -> str:
    """A text in one of the styles of YAML; plain ones may go wrong, as they do for people."""
    risky = any(mark in text for mark in (": ", " #", '"', "'", "\\")) or not text[:1].isalnum()
    if maybe(chance, 3 if risky else 85):
        return text
    middle = text.find(" ", len(text) // 2)
    if middle > 0 and maybe(chance, 30):
        first, rest = text[:middle], text[middle + 1 :]
        return chance.choice(
            [
                f">-\n  {first}\n  {rest}",
                f">\n  {first}\n  {rest}",
                f"|-\n  {text}",
                f"\n  {quoted(chance, text)}",
                f"{json.dumps(first, ensure_ascii=False)[:-1]}\n  {json.dumps(rest, ensure_ascii=False)[1:]}",
            ]
        )
    return quoted(chance, text)
