"""Turns bytes into documents; the only importer of PyYAML and markdown-it."""

from pipeline.parse.blocks import Block, Body, Section
from pipeline.parse.document import Document, parse_data, parse_page
from pipeline.parse.ignores import Ignore
from pipeline.parse.inline import Inline, Link
from pipeline.parse.limits import Limits
from pipeline.parse.markdown_links import link_addresses
from pipeline.parse.problem import Problem

__all__ = [
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
    "parse_data",
    "parse_page",
]
