"""The page policy."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import LAST, POLICY, Case, Family, beside, page, repeated, written

DISCLAIMER = "Videos are chosen as examples of strategies in action."


def within(place: str, unit: str) -> Family:
    """A unit over and over after the first line that holds some words."""

    def case(size: int) -> Case:
        policy = written(POLICY)
        end = policy.index("\n", policy.index(place)) + 1
        return Case({PAGE: page(LAST), POLICY: policy[:end] + repeated(unit, size) + policy[end:]})

    return case


def near_miss(size: int) -> Case:
    """A disclaimer of the size in a page, which the policy has with other words at its end."""
    more = repeated("Videos are chosen. ", size)
    return Case({PAGE: page().replace(f"> {DISCLAIMER}", f"> {DISCLAIMER} {more}{LAST}")})


def near_misses(size: int) -> Case:
    """Paragraphs that are nearly the disclaimer."""
    return Case({PAGE: page(repeated(f"{DISCLAIMER} §\n\n", size) + LAST)})


def words(size: int) -> Case:
    """As many words that authors must not write as a policy may have, and a text of them."""
    rules = "".join(f"  - {{write: good{n}, not: [bad{n}, worse{n}]}}\n" for n in range(490))
    return Case({PAGE: page(repeated("bad§ ", size) + LAST), POLICY: written(POLICY) + "terms:\n" + rules})


FAMILIES: dict[str, Family] = {
    "sections": within("sections:", "  - {id: s-§, heading: Heading §}\n"),
    "the same section": within("sections:", "  - {id: s, heading: Heading}\n"),
    "disclaimers": within("disclaimers:", "  - {id: d-§, text: A disclaimer that says §.}\n"),
    "a long disclaimer": within("disclaimers:", "  - {id: d, text: A disclaimer§}\n"),
    "unknown keys": beside(POLICY, "key§: x\n"),
    "nearly known keys": beside(POLICY, "sectoins§: x\n"),
    "vocabularies": beside(POLICY, "  - {id: v-§, name: Name §, plural: Names §}\n", "vocabularies:\n"),
    "fields": beside(POLICY, "  - {id: f-§, label: Label §, type: line, description: x}\n", "fields:\n"),
    "words": beside(POLICY, "  - {write: a§, not: [b§]}\n", "terms:\n"),
    "the same word": beside(POLICY, "b§, ", "terms:\n  - {write: a, not: [", "c]}\n"),
    "words in the text": words,
    "a pattern of ids": beside(POLICY, "a?", "id_pattern: '", "'\n"),
    "nested repetition in the pattern of ids": beside(POLICY, "(a+)+", "id_pattern: '", "$'\n"),
    "a long heading": beside(POLICY, "x", "generated_headings:\n  related: ", "\n"),
    "headings of evidence": within("evidence:", "  x§: [a]\n"),
    "disclaimer of a page, nearly": near_miss,
    "disclaimers of a page, nearly": near_misses,
    "deep": beside(POLICY, "{a: ", "x: "),
}
