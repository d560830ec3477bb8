"""Blocks that people and programs write where a plain paragraph was meant."""

from __future__ import annotations

import random

from .pieces import maybe, phrase, sentence

FRAMES = [
    "> {c}\n> {c}",
    "> {c}\n{c}",
    "- {a}\n- {b}",
    "- {a}\n\n  {c}\n- {b}",
    "- {a}\n  - {b}\n    - {c}",
    "{n}. {a}\n{n}. {b}",
    "{n}) {a}",
]

FRAMES += [
    "- [ ] {a}\n- [x] {b}",
    "### {a}\n\n{c}",
    "### {a} ###",
    "#### {a}",
    "{a}\n---",
    "{a}\n===\n{c}",
    "###### {a}\n{c}",
    "####### {a}",
]

FRAMES += [
    "```\n{a}\n```",
    "```{a}\n{b}\n```",
    "~~~ {a}\n{b}\n~~~",
    "```\n{a}",
    "> ```\n> {a}\n{b}",
    "    {a}\n    {b}",
    "\t{a}",
    "`````\n{a}\n```\n",
]

FRAMES += [
    "[{a}]: https://example.org/a",
    "[ref]: https://example.org/{n}\n\n[{a}][ref]",
    "[{a}]: {b}",
    "[{a}]: Stop!\n[{a}]: Go!",
    '[x]: /u "{a}"\n\n[x]',
]

FRAMES += [
    "[{a}]:\n{b}",
    "[^1]: {c}",
    "{a}[^1]\n\n[^1]: {b}",
    "*[{a}]: {b}",
    "[//]: # ({a})",
    "[comment]: <> ({a})",
    "<!-- {a} -->",
    "<!-- {a}",
    "<div>{a}</div>",
]

FRAMES += [
    "<!-- strategies: ignore doubled-word -- {a} -->\n{b} {b}",
    "<!-- strategies: ignore stray-markup, vague-link-text -->\n{c}",
    "<!-- strategies: ignore {n} -- x -->",
]

FRAMES += [
    "<!-- strategies: ignore insecure-link -- {a} -->\n[{b}](http://example.org)",
    "***\n{a}\n***",
    "---",
    "- - -",
    "* * *\n{a}",
    "{c}\n***",
]

FRAMES += [
    ":::{a}\n{b}\n:::",
    "!!! {a}\n    {b}",
    "> [!NOTE]\n> {c}",
    "{a}\n: {b}",
    "{{% {a} %}}",
    "$$\n{a}\n$$",
    "\\[{a}\\]",
    "{a}\\\n{b}  \n{c}",
    "|{a}|{b}|",
]

FRAMES += [
    "{a} | {b}\n{c}",
    "+---+---+\n| {a} | {b} |\n+---+---+",
    "{a}\t{b}\n{b}\t{a}",
    "• {a}\n• {b}",
    "– {a}\n– {b}",
    "o {a}",
    "-{a}\n-{b}",
    "1.{a}",
    "\uf0b7 {a}",
]

FRAMES += [
    "{n}. {c}",
    "({n}) {a}",
    "a) {a}\nb) {b}",
    "> > > {a}\n> {b}",
    "> - {a}\n> - {b}\n{c}",
    "- > {a}\n  {b}",
    "-\n  {a}",
    "- {a}\n\n\n      {b}",
    "&nbsp;",
    "\\",
    "{a}&#10;{b}",
]

FRAMES += [
    "![{a}]",
    "![{a}]({b})",
    "[{a}]( {b} )",
    "[{a}](<{b}>)",
    "[{a}]({b}",
    "[{a}] (https://example.org)",
    "<https://example.org/{n}>",
    "https://example.org/{n}",
    "www.example.org",
]

FRAMES += [
    "| {a} | {b} |\n|---|---|\n| {a} | {b} | {c} |\n{c}",
    "| {a} |\n|---|\n| {b} \\| {a} |\n",
    "| {a} |\n|:-:|\n| `{b}|{a}` |",
    "|{a}|\n|-|\n\n{c}",
]


def table(chance: random.Random) -> str:
    columns = chance.randint(1, 4)
    rows = [columns] + [max(1, columns + chance.choice((0, 0, 0, 0, 1, -1, 2))) for _ in range(chance.randint(0, 3))]
    lines = [" | ".join(phrase(chance, 1, 3) for _ in range(count)) for count in rows]
    lines.insert(1, " | ".join(chance.choice(["---", ":-:", "-", "--:"]) for _ in range(columns)))
    return "\n".join(f"| {line} |" if maybe(chance, 80) else line for line in lines)


def framed(chance: random.Random) -> str:
    """Words in the frame of a block."""
    return chance.choice(FRAMES).format(
        a=phrase(chance), b=phrase(chance), c=sentence(chance), n=chance.randint(1, 2030)
    )
