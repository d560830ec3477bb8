"""What templates of a library may call, and what they reach for besides, found without running them."""

from collections.abc import Iterator, Set
from typing import Any

from jinja2 import nodes

# Methods that a library's templates may call, by what has them.
METHODS_OF_MAPPINGS = frozenset({"get", "items", "keys", "values"})
METHODS_OF_LISTS = frozenset({"count", "index"})
METHODS_OF_TEXTS = frozenset(
    {"capitalize", "casefold", "count", "endswith", "find", "isdecimal", "isdigit", "join", "lower", "lstrip"}
    | {"partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "rstrip", "split"}
    | {"splitlines", "startswith", "strip", "striptags", "title", "unescape", "upper"}
)
METHODS_OF_PAGES = frozenset({"missing", "own_line", "path", "shade", "sorted", "tongue_of", "with_total", "x"})
METHODS_OF_LOOPS = frozenset({"changed", "cycle"})
METHODS = METHODS_OF_MAPPINGS | METHODS_OF_LISTS | METHODS_OF_TEXTS | METHODS_OF_PAGES | METHODS_OF_LOOPS
# What Jinja has and a library's templates have not: they lead to parts of Python, or write texts by patterns.
WITHHELD = frozenset({"cycler", "joiner", "lipsum", "namespace"})
WITHHELD_FILTERS = frozenset({"attr", "format"})
# Names by which programs reach the machine; no page has a value of these names.
OF_PYTHON = frozenset(
    {"builtins", "eval", "exec", "getattr", "globals", "importlib", "open", "os", "subprocess", "sys"}
)


def reaches(tree: nodes.Template, stored: Set[str]) -> Iterator[tuple[int, str, str]]:
    """What a template reaches for that the sandbox refuses: the line, the kind, the name.

    `stored` are names that the template itself gives a value.
    """
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in WITHHELD | OF_PYTHON and name.name not in stored:
            yield name.lineno, "name", name.name
    for node in tree.find_all((nodes.Getattr, nodes.Getitem)):
        written = node.attr if isinstance(node, nodes.Getattr) else constant(node.arg)  # type: ignore[attr-defined]
        if written.startswith("_"):
            yield node.lineno, "private", written
    for call in tree.find_all(nodes.Call):
        called = _refused_call(call, stored)
        if called:
            yield call.lineno, "call", called
    for kind in (nodes.Filter, nodes.Test):
        for step in tree.find_all(kind):
            yield from _of_step(step)


def _refused_call(call: nodes.Call, stored: Set[str]) -> str:
    """The name of what a template calls and may not; empty for what it may."""
    callee = call.node
    if isinstance(callee, nodes.Getattr):
        # `self` has blocks, and a template that was imported under a name has macros.
        inside = isinstance(callee.node, nodes.Name) and (callee.node.name == "self" or callee.node.name in stored)
        return "" if inside or callee.attr in METHODS else callee.attr
    is_once = isinstance(callee, nodes.Name) and callee.name == "once"
    return "once" if is_once and not isinstance(call.args[0] if call.args else None, nodes.Name) else ""


def _of_step(step: Any) -> Iterator[tuple[int, str, str]]:
    """What a filter or test reaches for, by its own name or by those that it is given."""
    if step.name in WITHHELD_FILTERS:
        yield step.lineno, "filter", step.name
    for text in filter(None, map(constant, (*step.args, *(each.value for each in step.kwargs)))):
        if any(part.startswith("__") for part in text.split(".")):
            yield step.lineno, "private", text
        elif step.name == "map" and text in WITHHELD_FILTERS:
            yield step.lineno, "filter", text


def constant(node: nodes.Expr) -> str:
    """A text that a template holds literally; empty for anything else."""
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
