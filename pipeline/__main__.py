"""`python -m pipeline` is `strategies`."""

import os
from typing import NoReturn

from pipeline.source.interruption import exit_code, watch


def run() -> NoReturn:
    """Run the command line; Ctrl-C while it is being loaded, or is ending, ends it as quietly as in between."""
    watch()
    try:
        from pipeline.cli import run as run_command

        run_command()
    except KeyboardInterrupt:
        os._exit(exit_code())


if __name__ == "__main__":
    run()
