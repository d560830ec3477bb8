"""Families of hostile inputs: one module for each subject, with a dict `FAMILIES` of names and functions of a size."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.slow_inputs.case import Family

SUBJECTS = sorted(module.name for module in iter_modules(__path__))
# The subject, the name, and the function of each family.
FAMILIES: list[tuple[str, str, Family]] = [
    (subject, name, family)
    for subject in SUBJECTS
    for name, family in import_module(f"{__name__}.{subject}").FAMILIES.items()
]
