"""`python -m pipeline` is `strategies`."""

from pipeline.cli import main

main()
