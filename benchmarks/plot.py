"""Plots time against size on logarithmic axes as an SVG image, with the slope of each line in the legend."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

Points = Sequence[tuple[int, float]]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 820, 400, 70, 20, 320, 60
COLOURS = ("#0b6e4f", "#d1495b", "#30638e", "#8d5a97", "#b5651d", "#555555")
HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">'
)


def slope(points: Points) -> float | None:
    """The exponent of growth (1: twice as many take twice as long), by least squares; None for less than two sizes."""
    if len(points) < 2:
        return None
    across, up = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    middle, level = sum(across) / len(across), sum(up) / len(up)
    run = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - level) for x, y in zip(across, up, strict=True)) / run


@dataclass(frozen=True)
class _Axes:
    """Coordinates of sizes and seconds in the image."""

    sizes: Sequence[int]
    powers: range  # of ten, in seconds

    @classmethod
    def around(cls, points: Points) -> "_Axes":
        logs = [math.log10(seconds) for _, seconds in points]
        lowest = math.floor(min(logs))
        return cls(sorted({size for size, _ in points}), range(lowest, max(math.ceil(max(logs)), lowest + 1) + 1))

    def across(self, size: int) -> float:
        width = math.log(self.sizes[-1] / self.sizes[0]) or 1
        return LEFT + math.log(size / self.sizes[0]) / width * (WIDTH - LEFT - RIGHT)

    def up(self, seconds: float) -> float:
        share = (math.log10(seconds) - self.powers[0]) / (self.powers[-1] - self.powers[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def plot(series: Mapping[str, Points]) -> str:
    """Draw lines through points (size, seconds)."""
    axes = _Axes.around([point for points in series.values() for point in points])
    parts = [HEAD, "<title>Seconds against the number of strategies</title>"]
    parts += [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *_grid(axes)]
    for number, (name, points) in enumerate(series.items()):
        colour, height, steep = COLOURS[number % len(COLOURS)], TOP + 20 + 24 * number, slope(points)
        parts += _line([(axes.across(size), axes.up(seconds)) for size, seconds in points], colour)
        legend = name if steep is None else f"{name}: slope {steep:.2f}"
        parts.append(f'<circle cx="{WIDTH - RIGHT + 24}" cy="{height - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 36}" y="{height}">{escape(legend)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _grid(axes: _Axes) -> Iterator[str]:
    for size in axes.sizes:
        yield f'<path d="M{axes.across(size):.1f} {HEIGHT - BOTTOM}V{TOP}" stroke="#ddd"/>'
        yield f'<text x="{axes.across(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - BOTTOM + 42}" text-anchor="middle">strategies in the library</text>'
    for power in axes.powers:
        height = axes.up(10.0**power)
        yield f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'


def _line(places: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
