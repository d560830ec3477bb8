"""Templates of a site, parsed without running them: what is wrong in one, and what it takes from others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from pipeline.source.parse.template_reach import constant, reaches

# Filters and globals that the site adds to those of Jinja.
OWN_FILTERS = ("day", "number", "listing", "with_own", "tongue", "marked", "language_name")
OWN_GLOBALS = frozenset({"once", "_", "gettext", "ngettext", "pgettext", "npgettext"})
# Tests and filters with which a template asks first whether a name exists.
ASKING = frozenset({"defined", "undefined", "default", "d"})
# Outlines that are kept: an editor checks again at every keystroke, and the packaged templates stay what they are.
MOST_OUTLINES = 256


@dataclass(frozen=True)
class TemplateOutline:
    """What a template needs of others and has for them; each with its line.

    `fault` is why it cannot be compiled, and `line` where. `uses` are templates that it names, `imports` names with the
    template they come from; `offers` are what others can import. `names` are values that it takes from its page.
    `reaches` is what the sandbox refuses, by line: the kind (`private`, `call`, `filter`, `name`) and the name.
    """

    fault: str = ""
    line: int = 1
    parent: str = ""
    uses: dict[str, int] = field(default_factory=dict)
    imports: dict[tuple[str, str], int] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    outer_blocks: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    reaches: dict[int, tuple[str, str]] = field(default_factory=dict)
    offers: frozenset[str] = frozenset()


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.filters |= dict.fromkeys(OWN_FILTERS, str)
    return environment


@lru_cache(maxsize=MOST_OUTLINES)
def outline_of(text: str) -> TemplateOutline:
    """The outline of a template; one that cannot be compiled has a fault and nothing else."""
    environment = _environment()
    try:
        tree = environment.parse(text)
        environment.compile(tree)  # finds filters and tests that do not exist
        return _outline(environment.parse(text))
    except TemplateSyntaxError as error:
        return TemplateOutline(error.message or "it cannot be read", error.lineno)
    except RecursionError:
        return TemplateOutline("it is nested too deep")


def _outline(tree: nodes.Template) -> TemplateOutline:
    blocks = {block.name: block.lineno for block in tree.find_all(nodes.Block)}
    inner = {block.name for outer in tree.find_all(nodes.Block) for block in outer.find_all(nodes.Block)}
    parents = [constant(node.template) for node in tree.find_all(nodes.Extends)]
    imports = {
        (constant(node.template), name if isinstance(name, str) else name[0]): node.lineno
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    return TemplateOutline(
        parent=parents[0] if parents else "",
        uses=dict(_uses(tree)),
        imports={key: line for key, line in imports.items() if key[0]},
        blocks=blocks,
        outer_blocks={name: line for name, line in blocks.items() if name not in inner},
        names=_names(tree),
        reaches={line: (what, name) for line, what, name in sorted(reaches(tree, _stored(tree)), reverse=True)},
        offers=frozenset(_stored(tree)),
    )


def _uses(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = constant(node.template)  # type: ignore[attr-defined]  # each of these kinds has it
        if name and not getattr(node, "ignore_missing", False):
            yield name, node.lineno


def _names(tree: nodes.Template) -> dict[str, int]:
    """The names that a template takes from its page, each with its first line; not those it asks for first."""
    asked = {
        name.name
        for node in tree.find_all((nodes.Test, nodes.Filter))
        if node.name in ASKING
        for name in node.find_all(nodes.Name)
    }
    missing = meta.find_undeclared_variables(tree) - asked - OWN_GLOBALS - set(_environment().globals) - _stored(tree)
    lines: dict[str, int] = {}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in missing:
            lines[name.name] = min(lines.get(name.name, name.lineno), name.lineno)
    return lines


def _stored(tree: nodes.Template) -> set[str]:
    """Names that a template gives a value anywhere."""
    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    stored |= {macro.name for macro in tree.find_all(nodes.Macro)} | {
        node.target for node in tree.find_all(nodes.Import)
    }
    imported = (name for node in tree.find_all(nodes.FromImport) for name in node.names)
    return stored | {name if isinstance(name, str) else name[1] for name in imported}
