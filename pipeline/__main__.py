"""`python -m pipeline` is `strategies`."""

import os
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line; Ctrl-C while it is still being loaded ends it as quietly as later."""
    try:
        from pipeline.cli import run as run_command
    except KeyboardInterrupt:
        os._exit(130)
    run_command()


if __name__ == "__main__":
    run()
