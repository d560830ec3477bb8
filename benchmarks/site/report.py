"""Renders what was measured as a Markdown page, goals first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.site.lighthouse import CATEGORIES, Verdict
from benchmarks.site.pages import KindSize

INTRODUCTION = """\
# The site, measured

Made by `python -m benchmarks.site`; [what is measured, and how](../README.md#the-site). The site of 30 strategies is
that of the real content.
"""
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_SHIFT = 0.02
SLOWEST = 2.0  # seconds
HEAVIEST = 150_000  # bytes
TALLEST = 12_000  # pixels
NAMES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}


@dataclass(frozen=True)
class SiteResult:
    """Everything measured on one site. `verdicts` are by path; `reached` strategies can be reached by links."""

    size: int
    verdicts: Mapping[str, Verdict]
    kinds: Sequence[KindSize]
    reached: int
    farthest: int


def misses(result: SiteResult) -> Iterator[str]:
    """Each goal that is missed, in words."""
    for path, verdict in result.verdicts.items():
        for miss in _misses_of(verdict):
            yield f"`{path}`: {miss}"
    for kind in result.kinds:
        if kind.bytes > HEAVIEST:
            yield f"`{kind.kind}`: {_kilobytes(kind.bytes)} kB, more than {HEAVIEST // 1000} kB"
        for width, height in kind.heights.items():
            if height > TALLEST:
                yield f"`{kind.kind}`: {height:,} px tall in a window of {width} px, more than {TALLEST:,} px"
    if result.reached < result.size:
        yield f"{result.size - result.reached:,} strategies cannot be reached by links from the home page"


def _misses_of(verdict: Verdict) -> Iterator[str]:
    for name, least in LEAST.items():
        if verdict.scores[name] < least:
            failed = "".join(f", {audit}" for audit in verdict.failed.get(name, ()))
            yield f"{NAMES[name]} {verdict.scores[name]}, not {least}{failed}"
    if verdict.cls > MOST_SHIFT:
        yield f"layout shift {verdict.cls:.3f}, more than {MOST_SHIFT}"
    if verdict.lcp > SLOWEST:
        yield f"largest paint after {verdict.lcp:.1f} s, later than {SLOWEST:.0f} s"


def report(results: Sequence[SiteResult], facts: Mapping[str, str], rounds: int) -> str:
    """The page; `facts` are of the machine and versions."""
    lines = [INTRODUCTION, "## Goals that are missed", ""]
    for result in results:
        found = [f"- {miss}" for miss in misses(result)] or ["None."]
        lines += [f"With {result.size:,} strategies:", "", *found, ""]
    for result in results:
        lines += [f"## {result.size:,} strategies", "", *_verdicts(result, rounds), *_sizes(result), ""]
        reached = f"{result.reached:,} of {result.size:,} strategies can be reached by links alone"
        lines += [f"{reached}, {result.farthest} at most from the home page.", ""]
    lines += ["## Machine and versions", "", "| | |", "|---|---|"]
    lines += [f"| {key} | {text} |" for key, text in facts.items()]
    return "\n".join([*lines, ""])


def _verdicts(result: SiteResult, rounds: int) -> Iterator[str]:
    if not result.verdicts:
        return
    yield f"Lighthouse, mobile, the median of {rounds} runs on the heaviest page of a kind:"
    yield ""
    yield f"| page | {' | '.join(NAMES.values())} | LCP, s | layout shift | kB sent | requests |"
    yield f"|---|{'--:|' * (len(CATEGORIES) + 4)}"
    for path, verdict in result.verdicts.items():
        scores = [str(verdict.scores[name]) for name in NAMES]
        numbers = [f"{verdict.lcp:.1f}", f"{verdict.cls:.3f}", _kilobytes(verdict.bytes), str(verdict.requests)]
        yield f"| `{path}` | {' | '.join([*scores, *numbers])} |"
    yield ""


def _sizes(result: SiteResult) -> Iterator[str]:
    yield "The largest page of each kind:"
    yield ""
    yield "| kind | pages | kB | with gzip | px tall at 1280 | at 360 |"
    yield "|---|--:|--:|--:|--:|--:|"
    for kind in result.kinds:
        heights = [f"{kind.heights[width]:,}" if width in kind.heights else "" for width in (1280, 360)]
        sizes = [f"{kind.pages:,}", _kilobytes(kind.bytes), _kilobytes(kind.gzip), *heights]
        yield f"| `{kind.kind}` | {' | '.join(sizes)} |"


def _kilobytes(number: int) -> str:
    return f"{number / 1000:,.1f}" if number < 100_000 else f"{number / 1000:,.0f}"
