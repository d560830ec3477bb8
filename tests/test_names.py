"""Did you mean: which known name an author's word stands for, and when it is better to say nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.names import Names, Suggestion, folded


def factors() -> Names:
    names = Names()
    names.add("civic-mindedness", "civic-mindedness", "Civic Mindedness", "civic identity")
    names.add("sense-of-belonging", "sense-of-belonging", "Sense of Belonging", "belonging")
    names.add(
        "social-awareness-and-relationship-skills",
        "social-awareness-and-relationship-skills",
        "Social Awareness & Relationship Skills",
    )
    names.add("attention", "attention", "Attention", "focus")
    names.add("motivation", "motivation", "Motivation")
    return names


class TestFolded:
    @pytest.mark.parametrize(
        "written",
        [
            "civic mindedness",
            "Civic-mindedness",
            "Civic Mindedness",
            "CIVIC_MINDEDNESS",
            "  civic – mindedness\n",
            "civic/mindedness",
            "civic\u00a0mindedness",
        ],
    )
    def test_capitals_and_what_parts_words_tell_no_names_apart(self, written: str) -> None:
        assert folded(written) == "civic mindedness"

    def test_and_is_the_same_as_its_sign(self) -> None:
        folds = {folded(f"Teacher Modeling{sign}Support") for sign in (" & ", "-and-", "_and_", " and ", "/")}
        assert folds == {"teacher modeling support"}

    def test_and_inside_a_word_stays(self) -> None:
        assert folded("Understanding Sand and Land") == "understanding sand land"

    def test_other_letters_stay(self) -> None:
        assert folded("Straße 👩🏽‍🏫 Élan") == "strasse 👩🏽‍🏫 élan"

    @given(st.text())
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert folded(folded(text)) == folded(text)


class TestKnownForms:
    @pytest.mark.parametrize(
        ("written", "id_"),
        [
            ("civic-mindedness", "civic-mindedness"),
            ("Civic-mindedness", "civic-mindedness"),  # met on published pages, beside `Civic Mindedness`
            ("Civic Identity", "civic-mindedness"),
            ("Belonging", "sense-of-belonging"),
            ("focus", "attention"),
            ("social awareness and relationship skills", "social-awareness-and-relationship-skills"),
        ],
    )
    def test_a_known_form_is_certain(self, written: str, id_: str) -> None:
        assert factors().suggest(written) == Suggestion(id_, certain=True)

    def test_a_form_that_stands_for_two_is_not_certain(self) -> None:
        names = Names()
        names.add("quiet-corner", "Calm Corner")
        names.add("calm-start", "calm corner")
        assert names.suggest("CALM CORNER") == Suggestion("calm-start", certain=False)

    def test_a_form_added_twice_for_one_id_is_certain(self) -> None:
        names = Names.of(["attention", "attention"])
        assert names.suggest("Attention") == Suggestion("attention", certain=True)


class TestNearMisses:
    @pytest.mark.parametrize(
        ("written", "id_"),
        [
            ("sense-of-belongin", "sense-of-belonging"),
            ("Sence of Belonging", "sense-of-belonging"),
            ("motivaton", "motivation"),
            ("attenttion", "attention"),
            ("civic mindednes", "civic-mindedness"),
            ("focsu", "attention"),
        ],
    )
    def test_a_slip_is_understood_but_not_certain(self, written: str, id_: str) -> None:
        assert factors().suggest(written) == Suggestion(id_, certain=False)

    @pytest.mark.parametrize("written", ["", " ", "-", "x", "photosynthesis", "注意", "👩🏽‍🏫", "at", "sense"])
    def test_what_is_like_nothing_gets_no_suggestion(self, written: str) -> None:
        assert factors().suggest(written) is None

    def test_nothing_is_known(self) -> None:
        assert Names().suggest("attention") is None

    def test_the_nearest_counts_and_then_the_alphabet(self) -> None:
        assert Names.of(["reading-b", "reading-a"]).suggest("reading-c") == Suggestion("reading-a", certain=False)
        assert Names.of(["reading", "readings"]).suggest("readingss") == Suggestion("readings", certain=False)

    def test_the_order_in_which_names_were_added_does_not_count(self) -> None:
        ids = [f"strategy-{letter}" for letter in "abcdefghij"]
        expected = Names.of(ids).suggest("strategi-x")
        for seed in range(5):
            random.Random(seed).shuffle(ids)
            assert Names.of(ids).suggest("strategi-x") == expected

    @given(st.text(max_size=40))
    def test_any_text_gets_a_known_id_or_none(self, text: str) -> None:
        suggestion = factors().suggest(text)
        assert suggestion is None or suggestion.id in {id_ for ids in factors().forms.values() for id_ in ids}
