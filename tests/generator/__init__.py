"""Pages and libraries made from pieces of real ones, with everything that people and programs do to Markdown and YAML.

`python -m tests.generator` makes many of them and holds two promises: a library that passes the check can be exported
and verified, and no word of a page vanishes without a finding. `tests/test_generated.py` makes a few in the suite.
"""
