"""Colours of a stylesheet: whether letters of a colour can be seen, and told from what they stand on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tinycss2 import parse_component_value_list
from tinycss2.color4 import Color, parse_color

Own = Mapping[str, Sequence[str]]
# Those of this tool's own styles in light, by their properties.
OURS = {"--paper": "#faf8f4", "--card": "#fff", "--ink": "#23272c", "--soft": "#565c64"}
USED = re.compile(r"var\(\s*(--[\w-]+)[^()]*\)")
LIGHT = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))*),(?:[^()]|\([^()]*\))*\)")
# Less of a colour, or less contrast to its ground, cannot be read.
LEAST_ALPHA, LEAST_CONTRAST = 0.5, 1.5
MOST_STEPS, LONGEST = 8, 1000
# Spaces whose first number is the lightness, and the greatest.
LIGHTNESS = {"lab": 100.0, "lch": 100.0, "oklab": 1.0, "oklch": 1.0}


def is_faint(value: str, own: Own) -> bool:
    """True if a value has a colour that lets through most of its ground."""
    return "transparent" in value or any(each.alpha < LEAST_ALPHA for each in _colors(value, own))


def is_lost_on(letters: str, grounds: Sequence[str], own: Own) -> bool:
    """True if letters of a colour cannot be told from any of these grounds."""
    of_letters = [_luminance(each) for each in _colors(letters, own)]
    of_grounds = [_luminance(each) for ground in grounds for each in _colors(ground, own)]
    return bool(of_letters and of_grounds) and all(
        (max(one, other) + 0.05) / (min(one, other) + 0.05) < LEAST_CONTRAST
        for one in of_letters[:1]
        for other in of_grounds
    )


def extremes(grounds: Iterable[str], own: Own) -> list[str]:
    """The darkest and the lightest of these: what can be told from neither can be told from none."""
    judged = [(_luminance(color), ground) for ground in grounds for color in _colors(ground, own)]
    return [min(judged)[1], max(judged)[1]] if judged else []


def _colors(value: str, own: Own) -> Iterator[Color]:
    """The colours in a value, as they are in light; custom properties are followed."""
    for _ in range(MOST_STEPS):
        value = value[:LONGEST]
        if "var(" not in value:
            break
        value = USED.sub(lambda used: " ".join(own.get(used[1], [OURS.get(used[1], "")])), value)
    value = LIGHT.sub(r"\1", value)
    for token in parse_component_value_list(value, skip_comments=True):
        color = parse_color(token) if token.type in ("hash", "ident", "function") else None
        if isinstance(color, Color):
            yield color


def _luminance(color: Color) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    space, parts = color.space, [part or 0.0 for part in color.coordinates]
    if space in LIGHTNESS:
        return max(parts[0] / LIGHTNESS[space], 0.0) ** 3
    if space.startswith("xyz"):
        return parts[1]
    parts = color.to("srgb").coordinates if space in ("hsl", "hwb") else parts
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
