"""The sandbox for templates of a library: they reach what pages show, call a few functions, and nothing else.

Templates come with content, so with pull requests. Jinja's own sandbox lets them call any method of what they are
given, and some of the libraries beneath have methods that read files or run code. So each attribute and each call is
refused unless it is listed here or in `source/parse/template_reach.py`.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import cache, cached_property, partial
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, NoReturn, cast

from jinja2 import Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from pipeline.source.memoise import cached_property as own_cached_property
from pipeline.source.parse.template_reach import (
    METHODS_OF_LISTS,
    METHODS_OF_LOOPS,
    METHODS_OF_MAPPINGS,
    METHODS_OF_PAGES,
    METHODS_OF_TEXTS,
    WITHHELD,
    WITHHELD_FILTERS,
)

# Where the types of values that templates get are written.
OURS = "pipeline."
# Where functions that pages give to their templates are written.
GIVEN = "pipeline.publish.exporters.html_site."
COMPUTED = (property, cached_property, own_cached_property)
OF_LOOPS = frozenset({"depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem"})
OF_LOOPS |= {"revindex", "revindex0"}
OF_DAYS = frozenset({"year", "month", "day"})


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """An environment in which a template can show what it is given."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in WITHHELD:
            self.globals.pop(name, None)
        for name in WITHHELD_FILTERS:
            self.filters.pop(name, None)

    @cached_property
    def functions(self) -> frozenset[int]:
        """Identities of the functions that every template gets."""
        return frozenset(map(id, self.globals.values()))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """True for data that pages show, and for methods that are listed."""
        kind: Any = type(obj)
        if kind is TemplateModule:
            return isinstance(value, (Macro, str))
        is_method = isinstance(value, (MethodType, BuiltinMethodType))
        return attr in (_methods_of if is_method else _data_of)(kind)

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:
        """Refuse an attribute at once: Jinja's own undefined value fails only where it is shown."""
        raise SecurityError(f"templates may not reach {attribute} of {type(obj).__name__}")

    def is_safe_callable(self, obj: Any) -> bool:
        """True for macros and blocks, functions of the site, and listed methods; raises SecurityError for the rest."""
        function = obj.func if isinstance(obj, partial) else obj
        if isinstance(obj, (MethodType, BuiltinMethodType)):
            safe = obj.__name__ in _methods_of(cast(Any, type(obj.__self__)))
        elif isinstance(function, FunctionType) and function.__module__.startswith(GIVEN):
            safe = True  # a value that a page gives its template: no attribute leads to a function
        else:  # a call of what is undefined fails by itself, and says so
            safe = isinstance(obj, (Macro, BlockReference, LoopContext, Undefined)) or id(obj) in self.functions
        if not safe:  # Jinja's own message shows the whole value
            raise SecurityError(f"templates may not call {getattr(obj, '__name__', type(obj).__name__)}")
        return True


@cache
def _data_of(kind: Any) -> frozenset[str]:
    """The attributes of a type that hold data: its fields, and what it computes of them."""
    if not kind.__module__.startswith(OURS):
        return OF_LOOPS if issubclass(kind, LoopContext) else OF_DAYS if issubclass(kind, dt.date) else frozenset()
    names = {name for each in kind.__mro__ for name, value in vars(each).items() if isinstance(value, COMPUTED)}
    if issubclass(kind, BaseModel):
        names -= {name for name in dir(BaseModel) if name not in kind.model_fields}
        names |= kind.model_fields.keys()
    if dataclasses.is_dataclass(kind):
        names |= {field.name for field in dataclasses.fields(kind)}
    names |= set(getattr(kind, "_fields", ()))
    return frozenset(name for name in names if not name.startswith("_"))


@cache
def _methods_of(kind: Any) -> frozenset[str]:
    """The methods of a type that templates may call."""
    if kind in (str, Markup):
        return METHODS_OF_TEXTS
    if kind in (list, tuple):
        return METHODS_OF_LISTS
    if kind.__module__.startswith(OURS):
        return METHODS_OF_PAGES
    if issubclass(kind, LoopContext):
        return METHODS_OF_LOOPS
    return METHODS_OF_MAPPINGS if issubclass(kind, Mapping) else frozenset()
