"""Parser of pages and data files; only this package imports PyYAML and markdown-it."""

from pipeline.source.parse.blocks import Block, Body, Section
from pipeline.source.parse.document import Document, parse_data, parse_page
from pipeline.source.parse.ignores import Ignore
from pipeline.source.parse.inline import Inline, Link
from pipeline.source.parse.limits import NO_LIMITS, Limits
from pipeline.source.parse.markdown_links import link_addresses, markdown_sections
from pipeline.source.parse.problem import Problem

__all__ = [
    "NO_LIMITS",
    "Block",
    "Body",
    "Document",
    "Ignore",
    "Inline",
    "Limits",
    "Link",
    "Problem",
    "Section",
    "link_addresses",
    "markdown_sections",
    "parse_data",
    "parse_page",
]
