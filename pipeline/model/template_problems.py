"""Kinds of problems of templates; in a module of their own, as few runs need the library that parses templates."""

BROKEN, OUTDATED = "broken-template", "outdated-template"
