"""Works to cite: of every type, with odd names and titles, with and without authors, days and addresses."""

from __future__ import annotations

import random
from typing import get_args

from pipeline.model.work import WorkType
from pipeline.source.paths import REFERENCES_PATH

from .pieces import maybe, phrase
from .vocabularies import Files, dumped

TITLES = [
    "“{}”: A Study",
    '"{}" & <b>More</b>',
    "<i>{}</i> {{x}} \\& $1 #2 ~ 100%",
    "{}?",
    "{}.",
    "{}...",
    "مقال عن {}",
    "関係について {}",
    "<script>alert(1)</script> {}",
    "[{}](https://example.org) *a* _b_ `c`",
    "{}\u00a0…",
    "'{}' ''b''",
    "&lt;{}&gt; &amp;",
    "\u202b{}",
    "]]> {} -->",
    "123 {}",
]
AUTHORS: list[dict[str, str]] = [
    {"family": "O’Neil", "given": "B. C."},
    {"family": "van der Berg", "given": "Jan"},
    {"family": "de la Cruz"},
    {"family": "ابن سينا", "given": "علي"},
    {"family": "山田", "given": "太郎"},
    {"family": "McDonald, Jr.", "given": "D'Arcy"},
    {"family": "X", "given": "<b>"},
    {"family": "{Brace}", "given": "\\"},
    {"family": "and", "given": "and"},
    {"literal": "B & C Schools, Inc."},
    {"literal": "and three others"},
    {"literal": "…"},
    {"literal": "World <Health> Organization"},
    {"family": "Ünïcode", "given": "É.-M."},
]
DAYS = ["2018", "2018-03", "2018-12-31", "1001", "2999-01-01", "2024-02-29"]
TEXTS: dict[str, list[str]] = {
    "container-title": ["Journal of {}", "{} & {}", "<i>{}</i>", '"{}"', "{}."],
    "collection-title": ["Series {}", "{}%"],
    "volume": ["12", "XII", "1–2", "<b>3</b>"],
    "issue": ["3", "S1", "(4)", "5/6"],
    "page": ["1–9", "1-9", "e123", "1, 3", "iv"],
    "number": ["7", "NCEE 2020-001"],
    "genre": ["Practice guide", "Report & more", "Dissertation (PhD)"],
    "publisher": ["{} Press", "{} & Sons.", "<{}>"],
    "archive_location": ["EJ945905", "ED 1", "a/b?c&d", "x#y"],
    "note": ["Online first.", "See <https://example.org/>", "In {}; not open", "“{}”"],
    "archive": ["ERIC", "ERIC", "eric", "{}"],
}
DOIS = ["10.1000/{n}", "10.1002/(SICI)1097-{n}<1::AID>3.0;2-X", "10.1000/a%b#c?{n}", "10.1000/é{n}", '10.1000/"{n}"&x']
ADDRESSES = ["https://example.org/{n}", "http://example.org/{n}?a=1&b=2#c", "https://example.org/ü/({n})'"]


def works(chance: random.Random, files: Files, *, odd: bool) -> tuple[str, ...]:
    """Write the list of references; gives the ids of the works. Ids and titles of two differ."""
    made = [_work(chance, number, odd=odd) for number in range(chance.randint(1, 8))]
    files[REFERENCES_PATH] = dumped(chance, made)
    return tuple(str(work["id"]) for work in made)


def _work(chance: random.Random, number: int, *, odd: bool) -> dict[str, object]:
    title = f"{phrase(chance, 1, 5).capitalize()} {number}"
    if odd and maybe(chance, 50):
        title = chance.choice(TITLES).format(title)
    if odd and maybe(chance, 5):
        title = f"{title} {'very ' * 80}long"
    work: dict[str, object] = {
        "id": chance.choice(["work-{}", "{}", "a-{}-b", "nul-{}"]).format(f"{number}x"),
        "type": chance.choice(get_args(WorkType)),
        "title": title,
    }
    if maybe(chance, 80):
        most = chance.choice([1, 2, 3, 30]) if odd else 3
        work["author"] = [chance.choice(AUTHORS) if odd else AUTHORS[0] for _ in range(chance.randint(1, most))]
    if maybe(chance, 80):
        work["issued"] = chance.choice(DAYS)
    for name, shapes in TEXTS.items():
        if maybe(chance, 30):
            shape = chance.choice(shapes) if odd else shapes[0]
            work[name] = shape.replace("{}", phrase(chance, 1, 3))
    if maybe(chance, 50):
        work["DOI"] = chance.choice(DOIS if odd else DOIS[:1]).format(n=number)
    if maybe(chance, 40):
        work["URL"] = chance.choice(ADDRESSES if odd else ADDRESSES[:1]).format(n=number)
    return work
