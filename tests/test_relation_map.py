"""The map of relations: what it joins, that it is drawn in whole numbers, and that it mirrors."""

from __future__ import annotations

import re

from pipeline.publish.exporters.html_site.relation_map import MAX_MARKED, Point, RelationMap, Relations

# `a` and `b` name each other; `b` names `c`, which says nothing of it; `d` is off the map; `e` stands alone.
RELATIONS = Relations([("a", "b"), ("b", "a"), ("b", "c"), ("d", "a")], ["a", "b", "c", "d", "e"])


def point(id_: str, hue: int = 0) -> Point:
    return Point(id_, id_.upper(), f"strategies/{id_}/index.html", hue)


def drawn(mirrored: bool = False) -> RelationMap:
    groups = [("First", 0, [point("a"), point("b")]), ("Second", 1, [point("c", 1), point("e", 1)])]
    return RelationMap(groups, RELATIONS, mirrored)


def test_relations_say_who_names_whom() -> None:
    assert RELATIONS.of("b") == (["a"], ["c"], [])
    assert RELATIONS.of("a") == (["b"], [], ["d"])
    assert RELATIONS.of("e").all == []


def test_related_ones_stay_close() -> None:
    assert RELATIONS.near(["a", "b", "c", "d", "e"]) == ["a", "b", "d", "c", "e"]
    assert RELATIONS.near(["e", "c", "a"]) == ["e", "c", "a"]


def test_each_relation_is_one_arc_and_belongs_to_both_of_its_ends() -> None:
    shown = drawn()
    assert [(arc.hue, arc.mutual) for arc in shown.arcs] == [(0, True), (None, False)]
    nodes = {node.point.id: node for node in shown.nodes}
    assert [len(nodes[id_].arcs) for id_ in "abce"] == [1, 2, 1, 0]
    assert nodes["a"].mates == [nodes["b"].y]
    assert [nodes[id_].others for id_ in "abce"] == [1, 0, 0, 0]
    assert {y for node in shown.nodes for y in node.mates} <= {node.y for node in shown.nodes}


def test_everything_stands_inside_the_drawing_and_in_whole_numbers() -> None:
    for shown in (drawn(), drawn(mirrored=True)):
        for arc in shown.arcs:
            assert re.fullmatch(r"M\d+ \d+C\d+ \d+ \d+ \d+ \d+ \d+", arc.curve)
        assert max(node.y for node in shown.nodes) < shown.height
        assert [heading.name for heading in shown.headings] == ["First", "Second"]
    assert drawn().width - drawn().x(100) == drawn(mirrored=True).x(100)


def test_a_long_name_is_cut_on_the_map_only() -> None:
    shown = RelationMap([("", 0, [point("a" * 60), point("学" * 30)])], Relations([], ["a" * 60, "学" * 30]))
    assert [(len(node.label), len(node.point.name)) for node in shown.nodes] == [(38, 60), (19, 30)]


def test_a_crowded_map_stays_small() -> None:
    ids = [f"s{number}" for number in range(40)]
    shown = RelationMap(
        [("", 0, [point(id_) for id_ in ids])], Relations([(a, b) for a in ids for b in ids if a < b], sorted(ids))
    )
    assert len(list(shown.arcs)) == 780 > MAX_MARKED
    assert all(not node.arcs and not node.others for node in shown.nodes)
