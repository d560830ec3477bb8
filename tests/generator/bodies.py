"""Bodies of pages: the sections that the house rules ask for, each filled with real blocks and odd ones."""

from __future__ import annotations

import random
from collections.abc import Callable

from .frames import framed, table
from .house import House
from .items import items
from .marks import marked
from .pieces import lists, maybe, odd_blocks, paragraphs, phrase, sentence, specification

# Of a hundred blocks so many are odd ones, of a hundred headings and notices so many.
ODD, ODD_HEADING, ODD_NOTICE = 14, 2, 4

Section = dict[str, object]


def body(chance: random.Random, house: House, *, plain: bool) -> str:
    """The whole text below the front matter; of a plain page nothing is odd."""
    sections = [section for section in house.policy["sections"] if section.get("required") or maybe(chance, 60)]
    parts = [_section(chance, house, section, plain=plain) for section in sections]
    if not plain and maybe(chance, 1):
        chance.shuffle(parts)
    if not plain and maybe(chance, 1):
        parts.append(parts[0])
    if not plain and maybe(chance, 2):
        parts.insert(0, chance.choice([sentence(chance), "# " + phrase(chance), chance.choice(odd_blocks())]))
    return "\n\n".join(parts) + chance.choice(["\n"] * 8 + ["", "\n\n\n"])


def _section(chance: random.Random, house: House, section: Section, *, plain: bool) -> str:
    parts = [_heading(chance, section, plain=plain)]
    notes = {str(item["id"]): str(item["text"]) for item in house.policy.get("disclaimers", [])}
    if notice := notes.get(str(section.get("disclaimer"))):
        parts.append(_notice(chance, notice, plain=plain))
    if section.get("items"):
        parts += items(chance, str(section["items"]), house.works, plain=plain)
    else:
        parts += [chance.choice(paragraphs()) for _ in range(1 if plain else chance.randint(1, 3))]
        if house.works and maybe(chance, 30):
            parts.append(_cited(chance, house))
        if section.get("video") and not plain and maybe(chance, 40):
            parts.insert(chance.randint(2 if notice else 1, len(parts)), _video(chance))
    if not plain:
        first = 2 if notice else 1
        parts[first:] = [_changed(chance, house, part) for part in parts[first:]]
    join = "\n" if not plain and maybe(chance, 2) else "\n\n"
    return join.join(parts)


def _cited(chance: random.Random, house: House) -> str:
    """A paragraph whose sentences rest on works."""
    shapes = ["In [{p}]({w}), {q}.", "{q} ([{p}]({w})).", "{q}. [{p}]({w}) et al. say so!", "[{p}]({w})"]
    shapes += [
        "[{q}. {p}]({w})",
        "{p}; cf. [{p} *{q}*]({w}) and [{p}]({v}). {q}?",
        "> {q}: [{p}]({w})。{q}؟",
        "- [{p}]({w})",
    ]
    work, other = (f"reference:{chance.choice(house.works)}" for _ in range(2))
    words = {"p": phrase(chance, 1, 3), "q": phrase(chance, 4, 9).capitalize(), "w": work, "v": other}
    chosen = chance.choice(shapes) if maybe(chance, 50) else " ".join(chance.sample(shapes[:4], 2))
    return chosen.format(**words)


def _heading(chance: random.Random, section: Section, *, plain: bool) -> str:
    heading = str(section["heading"])
    if plain or not maybe(chance, ODD_HEADING):
        return f"## {heading}"
    forms = [
        "## {} ##",
        "{}\n---",
        "{}\n-",
        "  ## {}",
        "##  {}  ",
        "##\t{}",
        "## *{}*",
        "## **{}**",
        "### {}",
        "##{}",
        "**{}**",
        "## {} {{#id}}",
    ]
    forms += [
        "## `{}`",
        "## [{}](https://example.org)",
        "## {}\\",
        "## {} <!-- x -->",
        "{}\n===",
        "## {}.",
        "<!-- strategies: ignore short-section -- why -->\n## {}",
    ]
    former = section.get("former_headings")
    named = chance.choice(former) if isinstance(former, list) and maybe(chance, 20) else heading
    return chance.choice(forms).format(chance.choice([named, named, heading.upper(), heading.replace("'", "’")]))


def _notice(chance: random.Random, text: str, *, plain: bool) -> str:
    if plain or not maybe(chance, ODD_NOTICE):
        return "> " + text.replace("\n\n", "\n>\n> ")
    middle = text.find(" ", len(text) // 2)
    word = text.split()[0]
    forms = [f"> *{text}*", f"> **{text}**", f"> ~~{text}~~", f"> `{text}`", f"> [{text}](https://example.org)"]
    forms += [
        f">{text}",
        f"> {text[:middle]}\n> {text[middle + 1 :]}",
        f"> {text[:middle]}\n{text[middle + 1 :]}",
        f"> > {text}",
    ]
    forms += [
        text.replace(word, f"*{word}*", 1).join(["> ", ""]),
        text.replace(word, f"&#{ord(word[0])};{word[1:]}", 1).join(["> ", ""]),
    ]
    forms += [
        f"> {text}\n\n> {text}",
        f"> {text}\n>\n> {sentence(chance)}",
        f"> {text}\n{sentence(chance)}",
        f"> {text}\\",
        f"> - {text}",
    ]
    forms += [
        f"> {text.replace(' ', chr(160), 1)}",
        f"> {text.replace('.', '&period;', 1)}",
        f"> {text.upper()}",
        text,
        "",
        f">\t{text}",
        f"- > {text}",
    ]
    forms += [
        f"> {text.replace(' ', '  ', 1)}",
        f">     {text}",
        f"> # {text}",
        f"> {text} {{.note}}",
        f"> {text.replace('.', chr(92) + '.', 1)}",
    ]
    return chance.choice(forms)


def _video(chance: random.Random) -> str:
    title = phrase(chance).capitalize()
    addresses = [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://youtu.be/abcdefghij_?t=10",
        "https://vimeo.com/123456789/0123abcdef",
        "https://www.youtube.com/shorts/abc-efghijk",
        "https://player.vimeo.com/video/123456789?h=0123abcdef",
        "https://www.youtube.com/watch?v=abcdefghijk&amp;list=PL0123456789",
    ]
    if maybe(chance, 10):
        addresses = ["https://youtu.be/short", "https://www.youtube.com/watch?v=abc%64efghijk", "https://vimeo.com/1/x"]
    shapes = ["[{}]({})"] * 12 + [
        "**[{}]({})**",
        "[*{}*]({})",
        "[{}](<{}>)",
        '[{}]({} "t")',
        "[{}]({}).",
        "{} <{}>",
        "- [{}]({})",
        "Watch: [{}]({})",
    ]
    return chance.choice(shapes).format(title, chance.choice(addresses))


def _changed(chance: random.Random, house: House, block: str) -> str:
    """A block of an odd page: as it is, marked, replaced by an odd one, or with an odd one beside it."""
    if not maybe(chance, ODD):
        return block
    if maybe(chance, 60):
        return marked(chance, house, block) if not block.startswith(("#", ">")) else block
    odd = chance.choice(SOURCES)(chance)
    if maybe(chance, 25):
        odd = marked(chance, house, odd)
    beside = chance.choice(["\n\n", "\n\n", "\n\n", "\n"])
    return chance.choice([f"{block}{beside}{odd}", f"{odd}{beside}{block}"])


Source = Callable[[random.Random], str]

SOURCES: list[Source] = [
    framed,
    framed,
    framed,
    table,
    lambda chance: chance.choice(odd_blocks()),
    lambda chance: chance.choice(specification()),
    lambda chance: chance.choice(lists()),
    lambda chance: chance.choice(paragraphs()),
]
