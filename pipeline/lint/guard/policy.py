"""Differences of settings, page policies and guarded fields of `library.yaml`, each a sentence at its line."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.lint.configuration import ConfigurationFault, SettingLines, read_settings
from pipeline.model.build import build
from pipeline.model.policy import PagePolicy, SectionPolicy
from pipeline.model.wording import quoted
from pipeline.source.git.guarded_info import GUARDED_FIELDS
from pipeline.source.parse import Limits, parse_data
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Sequence, node_at, to_plain
from pipeline.source.paths import INFO_PATH, SETTINGS_PATHS
from pipeline.source.text import Source, Span

Change = tuple[Span, str]
POLICY = "this change alters the page policy:"
# The longest value that is shown.
LONGEST = 60


def settings_changes(before: Mapping[str, Source], after: Mapping[str, Source]) -> Iterator[Change]:
    """Settings with another value."""
    path = next((path for path in SETTINGS_PATHS if path in after), SETTINGS_PATHS[0])
    source = after.get(path, Source(path, ""))
    then = read_settings(before.get).model_dump(mode="json")
    try:
        now = read_settings(after.get).model_dump(mode="json")
    except ConfigurationFault as fault:
        now, first = then, fault.diagnostics[0]
        yield first.span, f"this change makes settings that cannot be used: {first.message}"
    table, lines = () if path == SETTINGS_PATHS[0] else ("tool", "strategies"), SettingLines(source)
    for keys, old, new in _differences(then, now):
        words = f"the setting {quoted('.'.join(keys))} {_becomes(old, new)}"
        if keys[0] == "severity":
            words = f"the rule {quoted(keys[1])} {'is off' if new == 'off' else _becomes(old, new)}"
        yield lines.span((*table, *keys)), f"this change alters how content is checked: {words}"


def info_changes(before: Source | None, after: Source | None, limits: Limits) -> Iterator[Change]:
    """Fields of `library.yaml` that say how the library is checked and shown."""
    then, now = (_fields(source, limits) for source in (before, after))
    for name in GUARDED_FIELDS:
        old, new = (to_plain(value) if fields and (value := fields.get(name)) else None for fields in (then, now))
        if old != new and (name != "language" or then):
            key = now.key(name) if now else None
            deed = "alters" if old and new else "adds" if new else "takes away"
            what = f": {_becomes(old, new)}" if old and new else ""
            yield key.span if key else Span(INFO_PATH, 0, 0), f"this change {deed} {quoted(name)} of the library{what}"


def page_policy_changes(before: Source, after: Source, limits: Limits) -> Iterator[Change]:
    """What a page policy asks for in another way."""
    (then, _), (now, front) = _policy(before, limits), _policy(after, limits)
    if then is None or now is None or front is None:
        yield Span(after.path, 0, 0), f"{POLICY} it cannot be read{'' if now is None else ' as it was'}"
        return
    needed = [{section.disclaimer for section in policy.sections} - {None} for policy in (then, now)]
    for id_ in sorted(filter(None, needed[0] - needed[1])):
        yield _at(front, "disclaimers", id_), f"{POLICY} disclaimer {quoted(id_)} is no longer required"
    texts = [{each.id: each.text for each in policy.disclaimers} for policy in (then, now)]
    for id_ in sorted(texts[0].keys() | texts[1].keys()):
        old, new = texts[0].get(id_), texts[1].get(id_)
        if old != new:
            what = "has other words" if old and new else "is new" if new else "is taken away"
            yield _at(front, "disclaimers", id_), f"{POLICY} disclaimer {quoted(id_)} {what}"
    yield from _section_changes(then, now, front)
    rest = [policy.model_dump(mode="json", exclude={"sections", "disclaimers"}) for policy in (then, now)]
    for keys, old, new in _differences(rest[0], rest[1]):
        yield node_at(front, (*keys,)).span, f"{POLICY} {quoted('.'.join(keys))} {_becomes(old, new)}"


def _section_changes(then: PagePolicy, now: PagePolicy, front: MappingNode) -> Iterator[Change]:
    for id_ in dict.fromkeys((*then.by_id, *now.by_id)):
        old, new, span = then.by_id.get(id_), now.by_id.get(id_), _at(front, "sections", id_)
        if old is None or new is None:
            yield span, f"{POLICY} section {quoted(id_)} is {'new' if new else 'taken away'}"
        elif old != new:
            yield from ((span, f"{POLICY} section {quoted(id_)} {words}") for words in _of_section(old, new))
    kept = [[each for each in policy.by_id if each in then.by_id.keys() & now.by_id.keys()] for policy in (then, now)]
    if kept[0] != kept[1]:
        yield node_at(front, ("sections",)).span, f"{POLICY} its sections stand in another order"


def _of_section(old: SectionPolicy, new: SectionPolicy) -> Iterator[str]:
    for keys, was, becomes in _differences(old.model_dump(mode="json"), new.model_dump(mode="json")):
        if keys == ("required",):
            yield "is required now" if becomes else "is no longer required"
        elif keys == ("disclaimer",):
            yield f"opens with the disclaimer {quoted(becomes)}" if becomes else "opens with no disclaimer"
        else:
            yield f"has another {quoted('.'.join(keys))}: it {_becomes(was, becomes)}"


def _policy(source: Source, limits: Limits) -> tuple[PagePolicy | None, MappingNode | None]:
    front = _fields(source, limits)
    return (build(PagePolicy, front)[0], front) if front else (None, None)


def _fields(source: Source | None, limits: Limits) -> MappingNode | None:
    front = parse_data(source, limits).front if source else None
    return front if isinstance(front, MappingNode) else None


def _at(front: MappingNode, list_: str, id_: str) -> Span:
    """Where an item of a list stands; where it is gone, the list, or the file."""
    items = front.get(list_)
    nodes: tuple[Node, ...] = items.items if isinstance(items, Sequence) else ()
    found = (
        node for node in nodes if isinstance(node, MappingNode) and (key := node.get("id")) and to_plain(key) == id_
    )
    return next((node.span for node in found), items.span if items else front.span)


def _differences(old: Any, new: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """The places of two trees with different values, tables gone through."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key), new.get(key), (*keys, key))
    elif old != new:
        yield keys, old, new


def _becomes(old: Any, new: Any) -> str:
    """What a value was and is, in words; long ones are only said to differ."""
    if old is None or new is None:
        return f"is {_shown(new)} now" if old is None else "is as without it"
    shown = _shown(old), _shown(new)
    return f"becomes {shown[1]} instead of {shown[0]}" if all(shown) else "differs"


def _shown(value: Any) -> str:
    text = quoted(str(value).lower() if isinstance(value, bool) else str(value))
    return text if isinstance(value, (str, int, float)) and len(text) <= LONGEST else ""
