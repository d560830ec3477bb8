"""Long lists in groups on pages: nothing lost, no page too high, addresses that tell where a group begins."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.exporters.html_site.paging import HEADING_HEIGHT, Group, PagedList, card_height, title_height

HEIGHT = 1000
SIZES = st.lists(st.integers(0, 60), max_size=8)
HEIGHTS = st.integers(10, 400)


def listed(sizes: list[int], each: int = 30) -> PagedList[int]:
    groups = [Group.of(f"group-{place}", f"Group {place}", range(size)) for place, size in enumerate(sizes)]
    return PagedList("things", groups, lambda item: each, HEIGHT)


@given(SIZES, HEIGHTS)
def test_pages_hold_everything_in_order_and_no_page_is_too_high(sizes: list[int], each: int) -> None:
    paged = listed(sizes, each)
    shown: dict[str, list[int]] = {}
    for page in paged.pages:
        assert sum(HEADING_HEIGHT + each * len(group.items) for group in page) <= HEIGHT
        for group in page:
            assert group.items, "a heading with nothing below it"
            assert group.continued == (group.id in shown)
            shown.setdefault(group.id, []).extend(group.items)
    assert shown == {group.id: list(group.items) for group in paged.groups if group.items}


@given(SIZES)
def test_pages_are_not_half_empty(sizes: list[int]) -> None:
    for page in listed(sizes).pages[:-1]:
        assert sum(HEADING_HEIGHT + 30 * len(group.items) for group in page) >= HEIGHT // 2 - 30


def test_addresses_say_where_a_group_begins() -> None:
    paged = listed([5, 40, 3])
    assert [[(group.id, len(group.items), group.continued) for group in page] for page in paged.pages] == [
        [("group-0", 5, False), ("group-1", 22, False)],
        [("group-1", 18, True), ("group-2", 3, False)],
    ]
    assert paged.addresses == {
        "group-0": "things/index.html#group-0",
        "group-1": "things/index.html#group-1",
        "group-2": "things/2/index.html#group-2",
    }
    assert [group.total for group in paged.pages[1]] == [40, 3]


def test_links_lead_to_the_pages_close_by_and_to_some_far_away() -> None:
    sheets = list(listed([31 * 45]).sheets)
    assert len(sheets) == 47
    assert sheets[22].numbers == [1, None, 10, None, 20, 21, 22, 23, 24, 25, None, 30, None, 40, None, 47]
    assert [sheet.numbers for sheet in listed([31 * 2]).sheets] == [[1, 2, 3]] * 3


def test_an_item_higher_than_a_page_has_one_of_its_own() -> None:
    assert len(listed([3], 5000).pages) == 3


def test_an_empty_list_is_one_page() -> None:
    assert listed([]).pages == [[]]
    assert listed([0, 0]).pages == [[]]


def test_longer_words_and_wide_characters_are_higher() -> None:
    assert title_height("a" * 30) < title_height("a" * 31)
    assert title_height("学" * 16) == title_height("a" * 31)
    assert card_height is not title_height
