"""Forgeries of every published value: one value of a bundle is changed, and its checksums are made anew.

`python -m tests.forgeries` tries all of them; `tests/test_forgeries.py` some of each kind.
"""
