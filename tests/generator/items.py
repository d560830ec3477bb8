"""Lists of resources and citations, as they should be and as they are met."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .pieces import maybe, phrase

HEADS = [
    "### Research",
    "### Examples",
    "### {}",
    "### *{}*",
    "#### {}",
    "**{}**",
    "{}\n---",
    "### [{}](https://example.org)",
    "- ### {}",
    "> ### {}",
    "{}:",
]

RESOURCES = [
    "- [{t}](https://example.org/{n}): {d}.",
    "- [{t}](https://doi.org/10.1000/{n}): {d}.",
    "- [{t}](https://example.org/{n})",
    "- **[{t}](https://example.org/{n})**: {d}.",
    "- [*{t}*](https://example.org/{n}) – {d}.",
    "* [{t}](https://example.org/{n}): {d}.",
    "1. [{t}](https://example.org/{n}): {d}.",
    "-[{t}](https://example.org/{n}): {d}.",
    "• [{t}](https://example.org/{n}): {d}.",
    "{t}, {d}.",
    "[{t}](https://example.org/{n}): {d}.",
    "[1] {t}. {d}. https://example.org/{n}",
    "-",
    "- {t}: {d}.",
    "- [{t}](https://example.org/{n}): {d}.\n  - [{t}](https://example.org/{n}/b): {d}.\n  - {d}",
    "- [{t}](https://example.org/{n}): {d}.\n\n  {d}.\n",
    "- [{t}](https://example.org/{n}): {d}, [{t}](https://example.org/{n}/c).",
    "- [{t}](<https://example.org/{n}> \"title\"):\n  {d}.",
    "- [{t}][r{n}]: {d}.\n\n[r{n}]: https://example.org/{n}",
    "- <https://example.org/{n}>: {d}.",
    "- https://example.org/{n}: {d}.",
    "- [{t}](HTTP://dx.doi.org/10.1000/{n}.): {d}.",
    "- [{t}](https://example.org/{n}?a=%C3%A9&amp;b#c): {d}.",
    "- [ ] [{t}](https://example.org/{n}): {d}.",
    "| [{t}](https://example.org/{n}) | {d} |\n| --- | --- |\n| [{t}](https://example.org/{n}/d) | {d} |",
    "- ![{t}](https://example.org/{n}.png): {d}.",
    "- [![{t}](../images/circle.png)](https://example.org/{n}): {d}.",
    "- > [{t}](https://example.org/{n}): {d}.",
    "-     [{t}](https://example.org/{n}): {d}.",
    "- [{t}](https://example.org/{n}): {d}.\n{d}",
    "- [{t}\n  {d}](https://example.org/{n}): {d}.",
    "- [`{t}`](https://example.org/{n}) {d} & {t}.",
    "- [{t}](https://example.org/{n})\n- {d}",
    "- [{t}](https://example.org/{n}): {d}.\n  ```\n  {d}\n  ```",
    "- [{t}](https://example.org/{n}): [{t}](https://example.org/{n}): {d}.",
]  # fmt: skip

CITATIONS = [
    "- {t} (2024). {d}. *{t}*, 3(1), 4–9. [doi:10.1000/{n}](https://doi.org/10.1000/{n})",
    "- {t} (2024). {d}.",
    "- {t} (2024). {d}. https://doi.org/10.1000/{n}",
    "- {t} (2024). {d}. <https://doi.org/10.1000/{n}>",
    "- {t} (2024). {d}. [doi:10.1000/{n}](https://dx.doi.org/10.1000/{n}%28a%29)",
    "{t} (2024). {d}.",
    "[1] {t} (2024). {d}.",
    "2024. {t}. {d}.",
    "1. {t}. {d}.",
    "- {t} (2024).\n  - {d}\n  - {d}",
    "- {t} (2024).\n\n      {d}",
    "> {t} (2024). {d}.",
    "- {t} (2024). {d}. [a](https://example.org/{n}) [b](https://doi.org/10.1000/{n}?x=1)",
    "| {t} | {d} |\n| - | - |\n| {d} |",
    "-",
    "{t} {d}\n: {d}",
]


def items(chance: random.Random, kind: str, works: tuple[str, ...], *, plain: bool) -> Iterator[str]:
    """Lists of resources or citations, some under headings of kinds; some resources are works."""
    for _ in range(chance.randint(1, 3)):
        if kind == "resource" and maybe(chance, 70):
            heads = HEADS[:3] if plain or maybe(chance, 85) else HEADS
            yield chance.choice(heads).format(phrase(chance, 1, 3).capitalize())
        shapes = RESOURCES if kind == "resource" else CITATIONS
        usual = 2 if plain or maybe(chance, 90) else len(shapes)
        made = [chance.choice(shapes[:usual]) for _ in range(chance.randint(1, 3))]
        numbers = chance.sample(range(10**5), len(made))
        filled = [
            shape.format(t=phrase(chance, 1, 4).title(), d=phrase(chance, 4, 9), n=n)
            for shape, n in zip(made, numbers, strict=True)
        ]
        if kind == "resource" and works and maybe(chance, 40):
            title, words = phrase(chance, 1, 4).title(), phrase(chance, 4, 9)
            filled.append(f"- [{title}](reference:{chance.choice(works)}): {words}.")
        yield "\n".join(filled)
