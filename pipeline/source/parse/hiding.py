"""Declarations of styles that take what they are for from sight, or could, each judged by its value."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.source.parse.colors import Own, is_faint, is_lost_on

NUMBER = re.compile(r"(?<![\w#.-])(-?\d*\.?\d+(?:e-?\d+)?)([a-z%]*)")
# A sum in brackets, the innermost.
SUM = re.compile(r"(?:-webkit-)?(?:calc)?\(([^()]*)\)")
ARITHMETIC = re.compile(r"[\d.e+\-*/ ]{1,200}")
# Sizes of rows that follow from what is in them, or from elsewhere.
FLEXIBLE = re.compile(r"\(|auto|content")
# A custom property that a value uses.
USED = re.compile(r"var\(\s*(--[\w-]+)")
# How many pixels a unit has, roughly; of others, enough to be seen.
PIXELS = {"": 1.0, "px": 1.0, "pt": 1.3, "ch": 8.0, "ex": 8.0, "%": 0.16, "vw": 10.0, "vh": 8.0}
# Most brackets inside one another.
DEEPEST = 32
# A hundredth of a screen.
OF_SCREEN = 8.0
LEAST_LETTERS, LEAST_BOX, LEAST_GAP = 8.0, 16.0, -3.0
# As many pixels before something, or after it, and it is out of sight.
FAR_BEFORE, FAR_AFTER = -60.0, 600.0
# As many pixels of a box cover others.
LARGE = 400.0
GROUNDS = ("background", "background-color")
PAINT = (*GROUNDS, "background-image", "backdrop-filter", "border-image")
LENGTHS: tuple[str, ...] = (
    "height",
    "width",
    "min-height",
    "min-width",
    "block-size",
    "inline-size",
    "border-width",
    "outline",
)
LENGTHS += ("border", "padding", "outline-width")


class StyleSheet(NamedTuple):
    """What declarations of a stylesheet refer to: custom properties, grounds that it paints, animations that hide."""

    own: Own
    grounds: Sequence[str] = ()
    fading: frozenset[str] = frozenset()


class Cover(NamedTuple):
    """The property by which a box lies above others: above any, or above what it belongs to."""

    name: str
    anywhere: bool


def hides(name: str, value: str, declared: Mapping[str, str], sheet: StyleSheet) -> bool:
    """True for a declaration that hides, or could; `declared` are all of its rule."""
    plain = name.removeprefix("-webkit-").removeprefix("-moz-")
    if plain in ("color", "text-fill-color", "--ink", "--soft"):
        return _unread(plain, value, declared, sheet)
    if plain in ("animation", "animation-name"):
        return not sheet.fading.isdisjoint(re.findall(r"[\w-]+", value))
    judge = JUDGES.get(plain)
    return judge is not None and any(map(judge, (value, *_followed(value, sheet.own))))


def _followed(value: str, own: Own) -> Iterator[str]:
    """The values of custom properties that a value uses."""
    return (each for used in USED.findall(value) for each in own.get(used, ()))


def _unread(name: str, value: str, declared: Mapping[str, str], sheet: StyleSheet) -> bool:
    """True for a colour of letters that is none, or that of their ground."""
    if is_faint(value, sheet.own):
        return True
    beside = [declared[ground] for ground in GROUNDS if ground in declared]
    # Of a rule without a ground, letters may stand on any that the stylesheet paints.
    grounds = ["var(--paper)"] if name.startswith("--") else beside or ["var(--paper)", *sheet.grounds]
    return is_lost_on(value, grounds, sheet.own)


def covers(declared: Mapping[str, str], sheet: StyleSheet) -> Cover | None:
    """How a box with these declarations may cover others; None if it does not."""
    shadow = declared.get("box-shadow", "")
    if any(abs(size) >= LARGE for size in sizes(shadow)):
        return Cover("box-shadow", anywhere=True)
    painted = [declared[name] for name in PAINT if declared.get(name, "none") not in ("none", "transparent")]
    if not any(not is_faint(each, sheet.own) for each in painted):
        return None
    large = next((name for name in LENGTHS if any(size >= LARGE for size in sizes(declared.get(name, "")))), "")
    inset = next((name for name in ("inset", "inset-block") if name in declared), "")
    whole = inset or ("bottom" if {"top", "bottom"} <= declared.keys() else "") or large
    position = declared.get("position", "")
    if position in ("fixed", "absolute") and whole:
        return Cover(
            whole, anywhere=position == "fixed" or any(size >= LARGE for size in sizes(declared.get(large, "")))
        )
    moved = next((name for name in declared if name.startswith("margin") and _far(declared[name])), "")
    return Cover(moved, anywhere=False) if moved else None


def sizes(value: str, percent: float = PIXELS["%"]) -> Iterator[float]:
    """The lengths in a value in pixels, with sums worked out; `percent` is how many a percent has in a sum."""
    units = PIXELS | {"%": percent} if "(" in value else PIXELS
    text = NUMBER.sub(lambda found: f"{float(found[1]) * units.get(found[2], 16.0):.9f}", value)
    for _ in range(min(value.count("("), DEEPEST)):
        text = SUM.sub(lambda found: _sum(found[1]), text)
    return (float(number) for number, _ in NUMBER.findall(text))


def _sum(text: str) -> str:
    """The result of simple arithmetic; of anything else, its parts."""
    if not ARITHMETIC.fullmatch(text):
        return f" {text} "
    try:
        return f" {_result(ast.parse(text.strip(), mode='eval').body):.9f} "
    except (SyntaxError, ValueError, ArithmeticError, KeyError):
        return f" {text} "


def _result(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_result(operand)
        case ast.BinOp(left=left, op=operator, right=right):
            return OPERATORS[type(operator)](_result(left), _result(right))
    raise ValueError


OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}


def _word(*words: str) -> Callable[[str], bool]:
    return lambda value: any(re.search(rf"(?<![\w-]){word}(?![\w-])", value) for word in words)


def _other_than(*words: str) -> Callable[[str], bool]:
    return lambda value: value not in (*words, "initial", "unset", "revert", "inherit")


def _least(least: float) -> Callable[[str], bool]:
    return lambda value: any(size < least for size in sizes(value))


def _least_box(value: str) -> bool:
    return any(size < LEAST_BOX for size in sizes(value, OF_SCREEN))


def _no_rows(value: str) -> bool:
    found = [*sizes(value)]
    return not FLEXIBLE.search(value) and bool(found) and max(found) < 1


def _far(value: str) -> bool:
    return any(size < FAR_BEFORE or size > FAR_AFTER for size in sizes(value, OF_SCREEN))


def _part(value: str) -> bool:
    parts = NUMBER.sub(lambda found: str(float(found[1]) * (0.01 if found[2] == "%" else 1)), value)
    return any(size < 0.5 for size in sizes(parts))


def _font(value: str) -> bool:
    return any(size < LEAST_LETTERS for size in sizes(value.partition("/")[0].rpartition(" ")[2]) if size < 1)


JUDGES: dict[str, Callable[[str], bool]] = {
    "display": _word("none"),
    "visibility": _word("hidden", "collapse"),
    "content-visibility": _word("hidden"),
    "contain": _word("size", "strict", "inline-size"),
    "opacity": _part,
    "zoom": _part,
    "font-size-adjust": _part,
    "line-height": lambda value: any(size == 0 for size in sizes(value)),
    "font-size": _least(LEAST_LETTERS),
    "font": _font,
    # Those of this tool's own styles that boxes of texts have.
    **dict.fromkeys(("--measure", "--wide"), _least_box),
    "position": _word("absolute", "fixed"),
    "z-index": _least(0),
    "letter-spacing": _least(LEAST_GAP),
    "word-spacing": _least(FAR_BEFORE),
    "content": _other_than("normal", "none"),
    "mix-blend-mode": _other_than("normal"),
    **dict.fromkeys(("clip", "clip-path", "mask", "mask-image", "filter"), _other_than("none", "auto")),
    **dict.fromkeys(("transform", "scale", "translate", "rotate", "offset", "offset-path"), _other_than("none")),
    **dict.fromkeys(("left", "right", "top", "bottom", "inset", "text-indent", "margin", "margin-left"), _far),
    **dict.fromkeys(("margin-right", "margin-top", "margin-bottom", "margin-inline", "margin-block"), _far),
    **dict.fromkeys(("margin-inline-start", "margin-block-start", "inset-inline-start"), _far),
    **dict.fromkeys(("inset-block-start", "inset-inline", "inset-block"), _far),
    **dict.fromkeys(("padding", "padding-left", "padding-right", "padding-top", "padding-inline"), _far),
    **dict.fromkeys(("padding-inline-start", "padding-block", "padding-block-start", "border-width"), _far),
    **dict.fromkeys(("height", "width", "max-height", "max-width", "block-size", "inline-size"), _least_box),
    **dict.fromkeys(("max-block-size", "max-inline-size"), _least_box),
    **dict.fromkeys(("grid-template-rows", "grid-template-columns", "grid-auto-rows"), _no_rows),
}
