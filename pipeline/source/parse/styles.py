"""Rules of a stylesheet that hide what they select, and the elements that they may select.

A judgement, and a modest one: what is said of an element by the states of a page (`:hover`, `:not(…)`) counts as true,
and so do conditions (`@media`). Colours are not compared, and nothing is laid out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import tinycss2

# Pseudo-elements that hold words of the element.
OF_WORDS = frozenset({"first-line", "first-letter"})
LEGACY_PSEUDO = frozenset({"before", "after"})
ALTERNATIVES = frozenset({"is", "where", "matches", "-webkit-any"})
NUMBER = re.compile(r"(?<![\w#.-])(-?\d*\.?\d+(?:e-?\d+)?)([a-z%]*)")
# A custom property that a value uses.
USED = re.compile(r"var\(\s*(--[\w-]+)")
# How many pixels a unit has, roughly; of others, enough to be seen.
PIXELS = {"": 1.0, "px": 1.0, "pt": 1.3, "ch": 8.0, "ex": 8.0, "%": 0.16, "vw": 10.0, "vh": 8.0}
LEAST_LETTERS, LEAST_BOX, FAR = 8.0, 16.0, -60.0


class StyledElement(NamedTuple):
    """An element of a page: its name, id and classes, and the names of all its attributes."""

    name: str
    id: str = ""
    classes: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()


class Compound(NamedTuple):
    """What a selector asks of one element. Of `choices`, one selector of each must fit it."""

    name: str = ""
    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    choices: "tuple[tuple[Selector, ...], ...]" = ()

    def fits(self, element: StyledElement) -> bool:
        """True if an element may be selected."""
        return (
            self.name in ("", element.name)
            and self.ids <= {element.id}
            and self.classes <= element.classes
            and self.attributes <= element.attributes
            and all(any(one[-1].fits(element) for one in choice) for choice in self.choices)
        )


# Compounds, the selected one last; those beside it (`+`, `~`) are left out.
Selector = tuple[Compound, ...]


class Hiding(NamedTuple):
    """A declaration that hides what its selector selects, and its line."""

    line: int
    selector: str
    declaration: str
    selectors: tuple[Selector, ...]

    def hides(self, element: StyledElement, above: Sequence[StyledElement]) -> bool:
        """True if an element inside others, the outermost first, may be hidden."""
        return any(one[-1].fits(element) and _stands_in(one[:-1], above) for one in self.selectors)


def _stands_in(compounds: Selector, above: Sequence[StyledElement]) -> bool:
    inner = iter(reversed(above))
    return all(any(compound.fits(element) for element in inner) for compound in reversed(compounds))


def hiding_rules(css: str) -> Iterator[Hiding]:
    """Every declaration of a stylesheet that hides something, and every import, which hides its rules from this."""
    rules = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    own: dict[str, list[str]] = {}
    for _, declarations in rules:
        for each in declarations:
            if each.name.startswith("--"):
                own.setdefault(each.name, []).append(_written(each))
    for rule, declarations in rules:
        if rule.type == "at-rule":
            yield Hiding(rule.source_line, "@import", "", ((Compound(),),))
            continue
        hiding = [each for each in declarations if hides(each.lower_name, _written(each), own)]
        selectors = tuple(_selectors(rule.prelude)) if hiding else ()
        for each in hiding if selectors else ():
            selector = tinycss2.serialize(rule.prelude).strip()
            yield Hiding(each.source_line, selector, f"{each.lower_name}: {_written(each)}", selectors)


def _rules(nodes: Sequence[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """The rules with selectors and their declarations, and imports, wherever they are nested."""
    pending = [iter(nodes)]
    while pending:  # rules may be nested as deep as a file is long
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield node, []
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            if node.type == "qualified-rule":
                yield node, [each for each in inside if each.type == "declaration"]
            pending.append(iter(inside))


def _written(declaration: Any) -> str:
    return str(tinycss2.serialize(declaration.value)).strip().lower()


def _selectors(tokens: Sequence[Any]) -> Iterator[Selector]:
    """The selectors of a list, without those of generated boxes."""
    one: list[Any] = []
    for piece in (*tokens, None):
        if piece is None or piece == ",":
            found = _selector(one)
            if found:
                yield found
            one = []
        else:
            one.append(piece)


def _selector(tokens: Sequence[Any]) -> Selector:
    """The compounds of a selector; none if it selects a box that holds no words of the page."""
    parts: list[list[Any]] = [[]]
    for piece in tokens:
        if piece.type == "whitespace" or piece == ">":
            parts += [[]] if parts[-1] else []
        elif piece in ("+", "~"):
            parts[-2 if len(parts) > 1 and not parts[-1] else -1 :] = [[]]
        else:
            parts[-1].append(piece)
    compounds = [_compound(part) for part in parts if part]
    whole = tuple(each for each in compounds if each is not None)
    return whole if len(whole) == len(compounds) else ()


def _compound(tokens: Sequence[Any]) -> Compound | None:
    """What a part of a selector asks of one element; None for a generated box."""
    name, ids, classes, attributes, choices = "", set[str](), set[str](), set[str](), list[tuple[Selector, ...]]()
    left = iter(tokens)
    for piece in left:
        if piece.type == "ident":
            name = piece.lower_value
        elif piece.type == "hash":
            ids.add(piece.value)
        elif piece.type == "[] block":
            attributes |= set(islice((each.lower_value for each in piece.content if each.type == "ident"), 1))
        elif piece == ".":
            classes.add(getattr(next(left, None), "value", ""))
        elif piece == ":":
            pseudo = next(left, None)
            double = pseudo == ":"
            pseudo = next(left, None) if double else pseudo
            word = getattr(pseudo, "lower_value", "") or getattr(pseudo, "lower_name", "")
            if (double and word not in OF_WORDS) or word in LEGACY_PSEUDO:
                return None
            if word in ALTERNATIVES and pseudo is not None:
                choices.append(tuple(_selectors(pseudo.arguments)))
    return Compound(name, frozenset(ids), frozenset(classes), frozenset(attributes), tuple(choices))


def hides(name: str, value: str, own: Mapping[str, Sequence[str]]) -> bool:
    """True for a declaration that takes what it is for from sight, or could; `own` are custom properties."""
    judge = JUDGES.get(name.removeprefix("-webkit-").removeprefix("-moz-"))
    values = [value, *(each for used in USED.findall(value) for each in own.get(used, ()))]
    return judge is not None and any(map(judge, values))


def _word(*words: str) -> Callable[[str], bool]:
    return lambda value: any(re.search(rf"(?<![\w-]){word}(?![\w-])", value) for word in words)


def _other_than(*words: str) -> Callable[[str], bool]:
    return lambda value: value not in (*words, "initial", "unset", "revert", "inherit")


def _least(least: float) -> Callable[[str], bool]:
    return lambda value: any(size < least for size in _sizes(value))


def _sizes(value: str) -> Iterator[float]:
    return (float(number) * PIXELS.get(unit, 16.0) for number, unit in NUMBER.findall(value))


def _part(value: str) -> bool:
    return any(float(number) * (0.01 if unit == "%" else 1) < 0.5 for number, unit in NUMBER.findall(value))


def _font(value: str) -> bool:
    return any(size < LEAST_LETTERS for size in _sizes(value.partition("/")[0].rpartition(" ")[2]) if size < 1)


JUDGES: dict[str, Callable[[str], bool]] = {
    "display": _word("none"),
    "visibility": _word("hidden", "collapse"),
    "content-visibility": _word("hidden"),
    "opacity": _part,
    "zoom": _part,
    "line-height": lambda value: any(float(number) == 0 for number, _ in NUMBER.findall(value)),
    "font-size": _least(LEAST_LETTERS),
    "font": _font,
    # Those of this tool's own styles that texts and boxes of texts have.
    **dict.fromkeys(("--ink", "--soft"), _word("transparent")),
    **dict.fromkeys(("--measure", "--wide"), lambda value: any(size < LEAST_BOX for size in _sizes(value))),
    "color": _word("transparent"),
    "text-fill-color": _word("transparent"),
    "position": _word("absolute", "fixed"),
    "z-index": _least(0),
    "text-indent": _least(FAR),
    "letter-spacing": _least(-3),
    "content": _other_than("normal", "none"),
    **dict.fromkeys(("clip", "clip-path", "mask", "mask-image", "filter"), _other_than("none", "auto")),
    **dict.fromkeys(("transform", "scale", "translate", "rotate", "offset"), _other_than("none")),
    **dict.fromkeys(("left", "right", "top", "bottom", "inset", "margin", "margin-left", "margin-top"), _least(FAR)),
    **dict.fromkeys(("margin-right", "margin-bottom", "margin-inline", "margin-block"), _least(FAR)),
    **dict.fromkeys(("margin-inline-start", "margin-block-start", "inset-inline-start"), _least(FAR)),
    **dict.fromkeys(("inset-block-start", "inset-inline", "inset-block"), _least(FAR)),
    **dict.fromkeys(("height", "width", "max-height", "max-width", "block-size", "inline-size"), _least(LEAST_BOX)),
    **dict.fromkeys(("max-block-size", "max-inline-size"), _least(LEAST_BOX)),
}
