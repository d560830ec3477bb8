"""Rules of a stylesheet that hide what they select, and the elements that they may select.

A judgement, and a modest one: what is said of an element by the states of a page (`:hover`, `:not(…)`) counts as true,
and so do conditions (`@media`). Nothing is laid out.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import tinycss2

from pipeline.source.parse.colors import extremes
from pipeline.source.parse.hiding import StyleSheet, covers, hides

# Pseudo-elements that hold words of the element.
OF_WORDS = frozenset({"first-line", "first-letter"})
LEGACY_PSEUDO = frozenset({"before", "after"})
ALTERNATIVES = frozenset({"is", "where", "matches", "-webkit-any"})

# Of more values of a custom property, or longer ones, the worst is thought.
MOST_VALUES, LONGEST_VALUE = 6, 200
WORST = "none hidden transparent 0"


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
EVERYTHING: tuple[Selector, ...] = ((Compound(),),)


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
    """Every declaration of a stylesheet that hides something, and every import, which hides its rules from this.

    So may what is nested too deep to be read.
    """
    try:
        yield from _hiding_rules(css)
    except RecursionError:
        yield Hiding(1, "(((…", "brackets inside one another", EVERYTHING)


def _hiding_rules(css: str) -> Iterator[Hiding]:
    rules = list(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))
    sheet = _sheet(rules)
    for rule, declarations in rules:
        if rule.type == "at-rule":
            if rule.lower_at_keyword == "import":
                yield Hiding(rule.source_line, "@import", "", EVERYTHING)
            continue
        declared = {each.lower_name: _written(each) for each in declarations}
        selector = tinycss2.serialize(rule.prelude).strip()
        for each in declarations:
            if hides(each.lower_name, _written(each), declared, sheet):
                selectors = tuple(_selectors(rule.prelude))
                if selectors:
                    yield Hiding(each.source_line, selector, f"{each.lower_name}: {_written(each)}", selectors)
        cover = covers(declared, sheet)
        if cover:
            selectors = EVERYTHING if cover.anywhere else tuple(_selectors(rule.prelude, boxes=True))
            yield Hiding(rule.source_line, selector, f"{cover.name}: {declared[cover.name]}", selectors)


def _sheet(rules: Sequence[tuple[Any, list[Any]]]) -> StyleSheet:
    """What declarations of a stylesheet refer to."""
    own: dict[str, list[str]] = {}
    for _, declarations in rules:
        for each in declarations:
            if each.name.startswith("--"):
                values, written = own.setdefault(each.name, []), _written(each)
                if len(values) < MOST_VALUES:
                    fits = len(written) <= LONGEST_VALUE and len(values) < MOST_VALUES - 1
                    values.append(written if fits else WORST)
    grounds = [
        _written(each)
        for _, declarations in rules
        for each in declarations
        if each.lower_name in ("background", "background-color")
    ]
    sheet = StyleSheet(own, extremes(grounds, own))
    frames = ((rule, each) for rule, declarations in rules if rule.type == "at-rule" for each in declarations)
    fading = {
        tinycss2.serialize(rule.prelude).strip().strip("\"'")
        for rule, each in frames
        if hides(each.lower_name, _written(each), {}, sheet)
    }
    return sheet._replace(fading=frozenset(fading))


def _rules(nodes: Sequence[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """The rules with selectors and their declarations, wherever they are nested; animations; imports."""
    pending = [iter(nodes)]
    while pending:  # rules may be nested as deep as a file is long
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield node, []
        elif node.type == "at-rule" and node.lower_at_keyword.endswith("keyframes") and node.content is not None:
            frames = [each for each in _inside(node) if each.type == "qualified-rule"]
            yield node, [each for frame in frames for each in _inside(frame) if each.type == "declaration"]
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            inside = _inside(node)
            if node.type == "qualified-rule":
                yield node, [each for each in inside if each.type == "declaration"]
            pending.append(iter(inside))


def _inside(node: Any) -> list[Any]:
    return list(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))


def _written(declaration: Any) -> str:
    return str(tinycss2.serialize(declaration.value)).strip().lower()


def _selectors(tokens: Sequence[Any], *, boxes: bool = False) -> Iterator[Selector]:
    """The selectors of a list, without those of generated boxes; with `boxes`, these stand for their elements."""
    one: list[Any] = []
    for piece in (*tokens, None):
        if piece is None or piece == ",":
            found = _selector(one, boxes=boxes)
            if found:
                yield found
            one = []
        else:
            one.append(piece)


def _selector(tokens: Sequence[Any], *, boxes: bool) -> Selector:
    """The compounds of a selector; none if it selects a box that holds no words of the page."""
    parts: list[list[Any]] = [[]]
    for piece in tokens:
        if piece.type == "whitespace" or piece == ">":
            parts += [[]] if parts[-1] else []
        elif piece in ("+", "~"):
            parts[-2 if len(parts) > 1 and not parts[-1] else -1 :] = [[]]
        else:
            parts[-1].append(piece)
    compounds = [_compound(part, boxes=boxes) for part in parts if part]
    whole = tuple(each for each in compounds if each is not None)
    return whole if len(whole) == len(compounds) else ()


def _compound(tokens: Sequence[Any], *, boxes: bool) -> Compound | None:
    """What a part of a selector asks of one element; None for a generated box, unless it stands for its element."""
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
            if not boxes and ((double and word not in OF_WORDS) or word in LEGACY_PSEUDO):
                return None
            if word in ALTERNATIVES and pseudo is not None:
                choices.append(tuple(_selectors(pseudo.arguments)))
    return Compound(name, frozenset(ids), frozenset(classes), frozenset(attributes), tuple(choices))
