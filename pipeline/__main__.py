"""`python -m pipeline` is `strategies`."""

from pipeline.cli import run

run()
