"""Places in a text, and changes to it, whatever its line endings, marks and bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.source.text import BOM, Edit, Position, Source, Span, apply

PATH = "content/strategies/example.md"
NEWLINES = ("\n", "\r\n", "\r")
# Texts made of what makes counting hard: every line ending, what only looks like one, marks, wide characters.
PIECES = ["a", " ", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", BOM, "e\u0301", "👩🏽\u200d🏫"]
HARD = st.lists(st.sampled_from(PIECES)).map("".join)
every_newline = pytest.mark.parametrize("newline", NEWLINES, ids=["LF", "CRLF", "CR"])


def source(text: str) -> Source:
    return Source(PATH, text)


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Span(PATH, start, end), text)


def lines_of(text: str) -> list[str]:
    page = source(text)
    return [page.slice(page.line_span(index)) for index in range(len(page.line_starts))]


class TestBytes:
    @given(st.binary())
    def test_any_bytes_come_back_as_they_were(self, data: bytes) -> None:
        assert Source.decode(PATH, data).encode() == data

    def test_a_byte_that_is_not_utf_8_is_one_lone_surrogate(self) -> None:
        page = Source.decode(PATH, b"Caf\xe9\n")
        assert page.text == "Caf\udce9\n"
        assert page.position(3) == Position(1, 4)

    def test_a_surrogate_written_in_utf_8_is_no_character(self) -> None:
        assert Source.decode(PATH, b"\xed\xa0\x80").text == "\udced\udca0\udc80"

    def test_a_byte_order_mark_is_kept(self) -> None:
        page = Source.decode(PATH, codecs.BOM_UTF8 + b"a")
        assert page.text == BOM + "a"
        assert page.encode() == codecs.BOM_UTF8 + b"a"


class TestLines:
    @every_newline
    def test_each_line_is_without_its_ending(self, newline: str) -> None:
        assert lines_of(newline.join(["one", "", "three"]) + newline) == ["one", "", "three", ""]

    def test_endings_may_be_mixed(self) -> None:
        assert lines_of("a\r\nb\rc\nd\n\re") == ["a", "b", "c", "d", "", "e"]

    def test_an_empty_text_has_one_empty_line(self) -> None:
        assert source("").line_starts == [0]
        assert source("").line_span(0) == Span(PATH, 0, 0)

    @pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
    def test_what_only_python_calls_a_line_ending_ends_no_line(self, character: str) -> None:
        assert lines_of(f"a{character}b\nc") == [f"a{character}b", "c"]

    def test_the_first_line_is_without_the_byte_order_mark(self) -> None:
        assert lines_of(BOM + "one\ntwo") == ["one", "two"]
        assert source(BOM).line_span(0) == Span(PATH, 1, 1)
        assert source(BOM + "\n").line_span(0) == Span(PATH, 1, 1)

    def test_a_mark_further_on_is_a_character_like_others(self) -> None:
        assert lines_of("one\n" + BOM + "two") == ["one", BOM + "two"]

    @given(HARD)
    def test_lines_and_their_endings_are_the_whole_text(self, text: str) -> None:
        page = source(text)
        ends = [*page.line_starts[1:], len(text)]
        assert "".join(text[start:end] for start, end in zip(page.line_starts, ends, strict=True)) == text
        for index, end in enumerate(ends):
            span = page.line_span(index)
            assert page.line_starts[index] <= span.start <= span.end <= end
            assert text[span.end : end] in ("", *NEWLINES)

    @given(HARD)
    def test_line_index_finds_the_line_of_every_offset(self, text: str) -> None:
        page = source(text)
        for offset in range(len(text) + 1):
            start = page.line_starts[page.line_index(offset)]
            assert start <= offset
            assert "\n" not in text[start:offset]


class TestPositions:
    @every_newline
    def test_lines_and_columns_start_at_one(self, newline: str) -> None:
        page = source(f"ab{newline}cd")
        second = 2 + len(newline)
        assert page.position(0) == Position(1, 1)
        assert page.position(1) == Position(1, 2)
        assert page.position(second) == Position(2, 1)
        assert page.position(second + 2) == Position(2, 3)

    def test_columns_count_code_points(self) -> None:
        text = "👩🏽‍🏫 cafe\u0301 x"
        assert source(text).position(text.index("x")) == Position(1, len(text))

    def test_the_place_behind_the_last_line_ending_is_a_line_of_its_own(self) -> None:
        assert source("a\n").position(2) == Position(2, 1)

    def test_editors_do_not_show_a_byte_order_mark(self) -> None:
        page = source(BOM + "ab\nc")
        assert page.position(0) == Position(1, 1)
        assert page.position(1) == Position(1, 1)
        assert page.position(2) == Position(1, 2)
        assert page.position(4) == Position(2, 1)

    @given(HARD)
    def test_positions_grow_with_offsets(self, text: str) -> None:
        page = source(text)
        places = [page.position(offset) for offset in range(len(text) + 1)]
        assert places == sorted(places)
        assert places[0] == Position(1, 1)
        assert places[-1].line == len(page.line_starts)


class TestSpans:
    @pytest.mark.parametrize(
        ("start", "end", "held"), [(1, 3, (1, 3)), (-5, 2, (0, 2)), (2, 99, (2, 4)), (99, 100, (4, 4)), (3, 1, (3, 3))]
    )
    def test_a_span_is_held_inside_the_text(self, start: int, end: int, held: tuple[int, int]) -> None:
        assert source("abcd").span(start, end) == Span(PATH, *held)

    def test_a_slice_is_the_text_of_a_span(self) -> None:
        assert source("abcd").slice(Span(PATH, 1, 3)) == "bc"

    def test_spans_sort_by_file_and_place(self) -> None:
        spans = [Span("b", 0, 1), Span("a", 5, 6), Span("a", 2, 9), Span("a", 2, 3)]
        assert sorted(spans) == [Span("a", 2, 3), Span("a", 2, 9), Span("a", 5, 6), Span("b", 0, 1)]


class TestNewline:
    @every_newline
    def test_it_is_the_first_of_the_file(self, newline: str) -> None:
        assert source(f"a{newline}b\nc\r\n").newline == newline

    def test_a_text_of_one_line_gets_a_line_feed(self) -> None:
        assert source("a\u2028b").newline == "\n"


class TestApply:
    def test_edits_stand_in_place_of_their_spans(self) -> None:
        assert apply("abcdef", [edit(4, 5, "E!"), edit(1, 3, "")]) == "adE!f"

    def test_no_edits_change_nothing(self) -> None:
        assert apply("a\r\nb\n", []) == "a\r\nb\n"

    def test_text_can_be_put_in_at_both_ends(self) -> None:
        assert apply("b", [edit(1, 1, "c"), edit(0, 0, "a")]) == "abc"

    def test_edits_may_touch(self) -> None:
        assert apply("abcd", [edit(0, 2, "x"), edit(2, 4, "y")]) == "xy"
        assert apply("abcd", [edit(2, 2, "+"), edit(2, 4, "y")]) == "ab+y"

    def test_texts_put_in_at_one_place_come_in_the_order_of_their_letters(self) -> None:
        """So the outcome does not depend on the order of the edits."""
        edits = [edit(1, 1, "z"), edit(1, 1, "y")]
        assert apply("ab", edits) == apply("ab", edits[::-1]) == "ayzb"

    @pytest.mark.parametrize(
        "edits",
        [
            [edit(0, 2, "x"), edit(1, 3, "y")],
            [edit(0, 4, "x"), edit(1, 2, "y")],
            [edit(1, 3, "x"), edit(2, 2, "y")],
            [edit(1, 3, "x"), edit(1, 3, "y")],
        ],
        ids=["one into the other", "one inside the other", "put in inside the other", "the same span"],
    )
    def test_edits_that_overlap_are_refused(self, edits: list[Edit]) -> None:
        for order in (edits, edits[::-1]):
            with pytest.raises(ValueError, match=f"edits overlap at offset . of {PATH}"):
                apply("abcd", order)

    def test_marks_line_endings_and_lone_surrogates_elsewhere_stay(self) -> None:
        text = f"{BOM}a\r\n\udce9\r👩🏽‍🏫\u2028x\n"
        assert apply(text, [edit(text.index("x"), text.index("x") + 1, "y")]) == text.replace("x", "y")

    @given(HARD, st.data())
    def test_what_no_edit_covers_stays(self, text: str, data: st.DataObject) -> None:
        places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
        first, second = edit(places[0], places[1], "<1>"), edit(places[2], places[3], "<2>")
        kept = (text[: places[0]], text[places[1] : places[2]], text[places[3] :])
        assert apply(text, [second, first]) == f"{kept[0]}<1>{kept[1]}<2>{kept[2]}"
