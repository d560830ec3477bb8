"""Puts a report into a format; one module a format, each with `render(view)`."""
