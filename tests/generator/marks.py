"""Changes inside a paragraph: marks, links, characters and spellings put around or between its words."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from .house import House
from .pieces import maybe, phrase

# A word that stands in no brackets or marks.
BARE = re.compile(r"(?<![\w\[(<`*_~\\&/:.!-])[^\W_]{2,}(?![\w\])>`*_~/:.\u0300-\u036f-])")
Change = Callable[[random.Random, House, str], str]

AROUND = ["*{}*", "**{}**", "_{}_", "__{}__", "~~{}~~", "`{}`", "`` {} ``", "***{}***", "**{}", "*{}", "`{}", "~{}~"]
AROUND += ["“{}”", '"{}"', "({})", "[{}]", "[[{}]]", "\\*{}\\*", "\\[{}\\]", "=={}==", "{{{}}}", "«{}»", "_{}", "^{}^"]
AROUND += ["[{}](https://example.org/a)", '[{}](https://example.org/a "a title")', "[{}](<https://example.org/a b>)"]
AROUND += [
    "[{}](https://example.org/%C3%A9?a=b&c=d#e)",
    "[{}](https://example.org/a_(b))",
    "[{}](mailto:a@example.org)",
]
AROUND += [
    "[{}](http://example.org)",
    "[{}](HTTPS://EXAMPLE.ORG/&auml;)",
    "[{}]( https://example.org/a )",
    "[*{}*](https://example.org)",
]
AROUND += [
    "[{}][ref]",
    "[{}][]",
    "[^{}]",
    "[{}][1]",
    "![{}](https://example.org/a.png)",
    "<{}>",
    "<b>{}</b>",
    "<!-- {} -->",
]
AROUND += [
    "{}{{.class}}",
    "[{}]{{.mark}}",
    ":{}:",
    "@{}",
    "#{}",
    "{}<br>",
    "${}$",
    "[@{}]",
    "{}[^1]",
    "[{}](#top)",
    "\u200b{}",
    "{}\u00ad",
]
AROUND += [
    "&quot;{}&quot;",
    "&#x201C;{}&#8221;",
    "{}&nbsp;",
    "&lt;{}&gt;",
    "{}&hellip;",
    "{}\\",
    "{}  ",
    "\t{}",
    "{} ~~",
    "{} `",
]
BETWEEN = [
    "*",
    "**",
    "_",
    "`",
    "&amp;",
    "&eacute;",
    "&#233;",
    "\\",
    "  \n",
    "\\\n",
    "\n",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n2024. ",
    "\n    ",
]
BETWEEN += [
    " | ",
    "\n***\n",
    "\n---\n",
    "\n===\n",
    "\n# ",
    "\n### ",
    " <!-- ",
    " --> ",
    "\t",
    "\u00a0",
    "\u2003",
    "\u200d",
    "\u202e",
]
BETWEEN += [
    "🧑🏽‍🏫",
    "e\u0301",
    "漢字。",
    "مرحبا",
    "हिन्दी",
    "\u2028",
    "\x0b",
    "\x85",
    " 3*4*5 ",
    " [1] ",
    " https://example.org/x. ",
    " <https://example.org/ä> ",
]
BETWEEN += [
    " <a@example.org> ",
    " {#id} ",
    " :smile: ",
    " [x]",
    " - [ ] ",
    "\n[note]: ",
    "\n[//]: # (",
    ") ",
    "(",
    "[",
    "]",
    "![",
    "](",
    "<",
]
BETWEEN += [
    "\n```\n",
    "\n~~~\n",
    "\n:::\n",
    "\n|---|\n",
    "\n| - | - |\n",
    "\n<div>\n",
    "\n\n",
    "\r\n",
    "\n+ ",
    "\n* ",
    "\n10) ",
    "\n#",
]


def marked(chance: random.Random, house: House, text: str) -> str:
    """The text with a few changes."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        text = chance.choice(CHANGES)(chance, house, text)
    return text


def around(chance: random.Random, house: House, text: str) -> str:
    """Marks around one word or a few."""
    found = list(BARE.finditer(text))
    if not found:
        return text
    first = chance.randrange(len(found))
    last = min(len(found) - 1, first + chance.choice((0, 0, 1, 3, 9)))
    start, end = found[first].start(), found[last].end()
    return text[:start] + chance.choice(AROUND).format(text[start:end]) + text[end:]


def between(chance: random.Random, house: House, text: str) -> str:
    """Something between two words, or inside one."""
    spaces = [match.start() for match in re.finditer(r" ", text)]
    at = chance.choice(spaces) if spaces and maybe(chance, 80) else chance.randint(0, len(text))
    return text[:at] + chance.choice(BETWEEN) + text[at:]


def linked(chance: random.Random, house: House, text: str) -> str:
    """A link to a term, another page or a work, its address spelled in one of many ways."""
    found = list(BARE.finditer(text))
    if not found:
        return text
    place = chance.choice(found)
    if house.works and maybe(chance, 30):
        address = "reference:" + spelled(chance, chance.choice(house.works))
    elif house.others and maybe(chance, 50):
        address = "strategy:" + spelled(chance, chance.choice(house.others))
    else:
        address = "factor:" + spelled(chance, chance.choice(house.declared or house.factors))
    shape = chance.choice(
        ["[{}]({})"] * 5 + ["[{}](<{}>)", '[{}]({} "title")', "**[{}]({})**", "[*{}*]({})", "[{}]( {} )"]
    )
    return text[: place.start()] + shape.format(place.group(), address) + text[place.end() :]


def spelled(chance: random.Random, id_: str) -> str:
    """An id as it may stand in an address: escaped, with an entity, with a fragment; mostly as it is."""
    if maybe(chance, 85):
        return id_
    at = chance.randrange(len(id_))
    forms = [
        f"{id_[:at]}%{ord(id_[at]):02{chance.choice('xX')}}{id_[at + 1 :]}",
        f"{id_[:at]}&#{ord(id_[at])};{id_[at + 1 :]}",
        id_.replace("-", "%2D"),
        id_.replace("-", "\\-"),
        f"{id_}#why",
        f"{id_}?x=1",
        f"{id_}/",
        f"{id_}.md",
        id_.upper(),
        id_.title().replace("-", " "),
        "%20" + id_,
        f"//{id_}",
        f"%2525{id_}",
    ]
    return chance.choice(forms)


def pictured(chance: random.Random, house: House, text: str) -> str:
    """An image of the library behind the text."""
    if not house.images:
        return text
    name = chance.choice(house.images)
    if name.isascii() and not set(name) & set(" ()<>&%#?\\\"'"):
        address = f"../images/{name}"
    else:
        address = chance.choice([f"<../images/{name}>", f"../images/{quote(name)}"])
    address = chance.choice(
        [address] * 6 + [address.replace("images", "%69mages"), "./" + address, address + "#a", address + "?b"]
    )
    alternative = chance.choice(["", phrase(chance), f"*{phrase(chance)}*", phrase(chance)])
    title = chance.choice(["", "", "", ' "a title"', " 'one \"more\"'"])
    return f"{text}{chance.choice([' ', chr(10), chr(10) * 2])}![{alternative}]({address}{title})"


def wrapped(chance: random.Random, house: House, text: str) -> str:
    """The text in lines, as many editors save it."""
    return re.sub(rf"(.{{{chance.randint(20, 60)}}}\S*) ", rf"\1{chance.choice([chr(10), '  ' + chr(10)])}", text)


def composed(chance: random.Random, house: House, text: str) -> str:
    """Accents put on letters, composed or not."""
    form = chance.choice(("NFC", "NFD"))
    return unicodedata.normalize(form, text.replace("e", "é", 2).replace("o", "ö", 1))


CHANGES: list[Change] = [around, around, around, between, between, linked, linked, pictured, wrapped, composed]
