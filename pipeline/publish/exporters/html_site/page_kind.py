"""Kinds of pages: how one is declared, and how all are found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import INDEX
from pipeline.publish.exporters.html_site.site import Site

PageFunction = Callable[[Site], Iterator[File]]


@dataclass(frozen=True)
class PageKind:
    """Pages of one kind. Search engines may index those that are `listed`, and the sitemap names them."""

    make: PageFunction
    listed: bool


def page_kind(*, listed: bool = True) -> Callable[[PageFunction], PageKind]:
    """Turn a generator function, which renders pages of a site, into a kind of page."""
    return lambda function: PageKind(function, listed)


@cache
def page_kinds() -> tuple[PageKind, ...]:
    """The kinds of pages in all modules of the folder `pages`, in the order of the modules and of their lines."""
    package = import_module("pipeline.publish.exporters.html_site.pages")
    modules = [import_module(f"{package.__name__}.{module.name}") for module in iter_modules(package.__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, PageKind)]
    return tuple(dict.fromkeys(found))


def path_in(*folders: str) -> str:
    """Path of the page of a folder."""
    return "/".join((*folders, INDEX))
