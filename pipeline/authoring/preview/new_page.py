"""A new page as a draft that an author goes on writing in the form."""

import datetime as dt

from pipeline.authoring.intake.importer import slug
from pipeline.authoring.intake.page_text import front_matter
from pipeline.model.author_texts import PLACEHOLDERS, in_language
from pipeline.model.library import Library
from pipeline.model.snippet import draft
from pipeline.source.paths import STRATEGIES_FOLDER
from pipeline.source.text import Source


def new_draft(title: str, library: Library, today: dt.date) -> Source:
    """The page of a strategy with a title; ids are made of titles. It has the sections that each page must have."""
    policy, language = library.policy, library.info.language if library.info else ""
    fields = {"title": title, "status": "draft", "updated": today.isoformat(), "related": ()}
    placeholder = in_language(PLACEHOLDERS, language)
    sections = (draft(each, policy.disclaimer_of(each), "\n", placeholder) for each in policy.required)
    text = "\n\n".join((front_matter(fields).rstrip("\n"), *sections)) + "\n"
    return Source(f"{STRATEGIES_FOLDER}/{slug(title)}.md", text)
