"""`python -m pipeline` is `strategies`."""

import os
from typing import NoReturn

from pipeline.incremental.interruption import EXIT_INTERRUPTED, watch


def run() -> NoReturn:
    """Run the command line; Ctrl-C while it is still being loaded ends it as quietly as later."""
    watch()
    try:
        from pipeline.cli import run as run_command
    except KeyboardInterrupt:
        os._exit(EXIT_INTERRUPTED)
    run_command()


if __name__ == "__main__":
    run()
