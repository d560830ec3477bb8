"""Vocabulary: factors, categories, learner models; information about the library."""

from tests.crash.scene import PAGE
from tests.slow_inputs.case import (
    CATEGORIES,
    FACTORS,
    INFO,
    LAST,
    MODELS,
    Case,
    Family,
    beside,
    instead,
    page,
    repeated,
    written,
)

MODEL = '- id: many\n  name: Many\n  grades: ["4"]\n  groups:\n    All: ['


def chain(size: int) -> Case:
    """Each factor is replaced by the next."""
    unit = "- {id: a-§, name: Name §, definition: x, deprecated: true, replaced_by: b}\n"
    lines = repeated(unit, size).splitlines(keepends=True)
    text = "".join(line.replace("replaced_by: b", f"replaced_by: a-{n + 1}") for n, line in enumerate(lines))
    return Case({PAGE: page(LAST), FACTORS: written(FACTORS) + text})


def in_each_model(size: int) -> Case:
    """A few learner models, each with all of many factors."""
    factors = repeated("- {id: a-§, name: Name §, definition: x}\n", size // 2)
    ids = ", ".join(f"a-{n}" for n in range(factors.count("\n")))
    model = f'- {{id: b-§, name: Model §, grades: ["4"], groups: {{All: [{ids}]}}}}\n'
    return Case(
        {PAGE: page(LAST), FACTORS: written(FACTORS) + factors, MODELS: written(MODELS) + repeated(model, size)}
    )


FAMILIES: dict[str, Family] = {
    "factors": beside(FACTORS, "- {id: a-§, name: Name §, definition: x}\n"),
    "factors with one name": beside(FACTORS, "- {id: a-§, name: Same, definition: x}\n"),
    "factors with one id": beside(FACTORS, "- {id: same, name: Name §, definition: x}\n"),
    "factors without an id": beside(FACTORS, "- {name: Name §, definition: x}\n"),
    "factors with unknown fields": beside(FACTORS, "- {id: a-§, name: Name §, definitoin: x, x§: y}\n"),
    "aliases of a factor": beside(FACTORS, "Alias §, ", "- {id: a, name: A, definition: x, aliases: [", "b]}\n"),
    "the same alias": beside(FACTORS, "Alias, ", "- {id: a, name: A, definition: x, aliases: [", "b]}\n"),
    "a long definition": beside(FACTORS, "word ", "- {id: a, name: A, definition: ", "}\n"),
    "a chain of successors": chain,
    "factors with one successor": beside(
        FACTORS, "- {id: a-§, name: Name §, definition: x, deprecated: true, replaced_by: motivation}\n"
    ),
    "factors of each learner model": in_each_model,
    "items that are texts": beside(FACTORS, "- text\n"),
    "deep items": beside(FACTORS, "[", "- "),
    "anchors": beside(FACTORS, "- &a§ {id: a-§, name: Name §, definition: x}\n"),
    "ignore comments": beside(
        FACTORS, "# strategies: ignore unused-term -- later\n- {id: a-§, name: Name §, definition: x}\n"
    ),
    "ignore comments in a row": beside(FACTORS, "# strategies: ignore unused-term -- later\n"),
    "comments": beside(FACTORS, "# a comment\n"),
    "categories": beside(CATEGORIES, "- {id: a-§, name: Name §, definition: x}\n"),
    "unknown factors in a group": beside(MODELS, "unknown-§, ", MODEL, "emotion]\n"),
    "nearly known factors in a group": beside(MODELS, "emotoin-§, ", MODEL, "emotion]\n"),
    "the same factor in a group": beside(MODELS, "emotion, ", MODEL, "emotion]\n"),
    "groups": beside(MODELS, "    G§: [emotion]\n", MODEL + "emotion]\n"),
    "groups of unknown factors": beside(MODELS, "    G§: [unknown-§]\n", MODEL + "emotion]\n"),
    "learner models": beside(MODELS, '- {id: a-§, name: Name §, grades: ["4"], groups: {All: [emotion]}}\n'),
    "grades": beside(MODELS, '"§", ', "- {id: a, name: A, groups: {All: [emotion]}, grades: [", '"4"]}\n'),
    "a text for a list": instead(FACTORS, "text\n"),
    "unknown fields of the library": beside(INFO, "field§: x\n"),
    "nearly known fields of the library": beside(INFO, "titel§: x\n"),
    "notes on no section": beside(INFO, "  section-§: text\n", "notes:\n"),
    "languages": beside(INFO, "de, ", "languages: [", "fr]\n"),
    "other languages": beside(INFO, "x§, ", "languages: [", "fr]\n"),
}
