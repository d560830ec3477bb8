"""Words, lengths and ends of sentences in scripts of all kinds; names stored in two ways; directions of languages."""

import pytest

from pipeline.model.policy import same_words
from pipeline.model.sentences import count_words, ends_sentence, width
from pipeline.publish.exporters.html_site.direction import direction
from pipeline.source.names import folded, storage_difference


@pytest.mark.parametrize(
    "text",
    [
        "Learners look back.",
        "“Learners look back.”",
        "(Do they?)",
        'He said "Yes!"',
        "学生每周回顾一次。",
        "他说：“好。”",
        "ماذا بعد؟",
        "یہ ختم ہوا۔",
        "यह समाप्त होता है।",
        "ይህ ያበቃል።",
        "այն ավարտվում է։",
        "ผู้เรียนทบทวนสัปดาห์ของตน",
        "여러분은 배웁니다.",
    ],
)
def test_a_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Learners look", "Learners look,", "学生每周", "ماذا بعد،", "यह समाप्त", "”"])
def test_a_sentence_goes_on(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Learners look back – again", 4),
        ("Learners look back - again", 4),
        ("学生写下，一句话。", 7),
        ("写 one 句", 3),
        ("ผู้เรียนทบทวน", 4),
        ("यह समाप्त होता है।", 4),
        ("여러분은 배웁니다.", 2),
        (" \n", 0),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def test_wide_characters_count_twice() -> None:
    assert (width("Ada"), width("é"), width("学生")) == (3, 1, 4)


def test_names_stored_in_two_ways_are_the_same() -> None:
    one, other = "Caf\u00e9 Table", "Cafe\u0301 table"
    assert folded(one) == folded(other)
    assert same_words(one) == same_words("Cafe\u0301 Table")
    assert "`é`" in storage_difference(one, "Cafe\u0301 Table")
    assert storage_difference(one, one) == storage_difference(one, "Cafe Table") == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ur-Latn", "ltr"), ("en", "ltr"), ("zh-Hans", "ltr")],
)
def test_languages_have_a_direction(language: str, expected: str) -> None:
    assert direction(language) == expected
