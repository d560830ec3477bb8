"""What a client writes, read message by message, none of them too long."""

import io

from pipeline.source.environment import EnvironmentFault

LONGEST, LONGEST_HEADER = 16 * 1024**2, 1024


class Messages(io.BufferedReader):
    """The bytes of a client; raises EnvironmentFault for a message that would fill the memory."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """One line of a header."""
        return super().readline(LONGEST_HEADER)

    def read(self, size: int | None = -1, /) -> bytes:
        """The text of a message."""
        if size is None or size < 0 or size > LONGEST:
            raise EnvironmentFault(f"the editor announced a message of {size} bytes; the most are {LONGEST}")
        return super().read(size)
