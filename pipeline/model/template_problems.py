"""Kinds of problems of templates; in a module of their own, as few runs need the library that parses templates."""

BROKEN, OUTDATED, UNSAFE = "broken-template", "outdated-template", "unsafe-template"
# Of styles, that they hide disclaimers.
HIDDEN = "hidden-disclaimer"
