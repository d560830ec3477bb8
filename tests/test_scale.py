"""The scale of a coverage map, and the bands of grades."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.exporters.html_site.grades import grade_bands
from pipeline.publish.exporters.html_site.scale import MAX_STEPS, Scale, Step
from pipeline.publish.schema.records import LearnerModelV1


def test_each_shade_marks_about_as_many_cells() -> None:
    scale = Scale.of([0, 0, 0, *range(1, 101)])
    assert scale.steps == [Step(1, 1, 25, 25), Step(2, 26, 50, 25), Step(3, 51, 75, 25), Step(4, 76, 100, 25)]
    assert (scale.gaps, scale.shade(0), scale.shade(1), scale.shade(76)) == (3, 0, 1, 4)


def test_few_numbers_have_a_shade_each_and_equal_numbers_the_same() -> None:
    assert Scale.of([0, 1, 1, 2, 9]).steps == [Step(1, 1, 1, 2), Step(2, 2, 2, 1), Step(4, 9, 9, 1)]
    assert Scale.of([3]).steps == [Step(1, 3, 3, 1)]
    assert Scale.of([0]).steps == []
    skewed = Scale.of([1] * 90 + [2, 3, 4, 5, 6, 7])
    assert [(step.least, step.most) for step in skewed.steps] == [(1, 1), (2, 7)]


@given(st.lists(st.integers(0, 50)))
def test_more_strategies_are_never_lighter(numbers: list[int]) -> None:
    scale = Scale.of(numbers)
    shades = [scale.shade(number) for number in sorted(numbers)]
    assert shades == sorted(shades)
    assert {shade for shade, number in zip(shades, sorted(numbers), strict=True) if not number} <= {0}
    assert all(1 <= scale.shade(number) <= MAX_STEPS for number in numbers if number)
    assert sum(step.cells for step in scale.steps) + scale.gaps == len(numbers)


def model(id_: str, *grades: str) -> LearnerModelV1:
    return LearnerModelV1.model_construct(id=id_, name=id_, grades=list(grades), groups=[], strategies=[])


def test_grades_that_no_model_tells_apart_are_one_band() -> None:
    models = [model("early", "PK", "K", "1", "2", "3"), model("numbers", "PK", "K", "1"), model("adults", "Adult")]
    bands = grade_bands(models)
    assert [(band.slug, band.ranges, band.is_numbered) for band in bands] == [
        ("grade-pk", ["PK–1"], True),
        ("grade-2", ["2–3"], True),
        ("grade-adult", ["Adult"], False),
    ]
    assert [band.models for band in bands] == [{"early", "numbers"}, {"early"}, {"adults"}]


def test_a_new_model_splits_bands_and_moves_none() -> None:
    before = grade_bands([model("middle", "4", "5", "6")])
    after = grade_bands([model("middle", "4", "5", "6"), model("late", "6")])
    assert {band.slug for band in before} < {band.slug for band in after}


def test_grades_of_any_script_have_addresses() -> None:
    slugs = [
        band.slug
        for band in grade_bands([model(str(i), grade) for i, grade in enumerate(["K", "k", "الصف ١", "Year 7"])])
    ]
    assert len(set(slugs)) == 4
    assert all(slug.isascii() and slug == slug.lower() for slug in slugs)
    assert "grade-year-7" in slugs
