"""Size limits that protect against hostile input."""

from typing import NamedTuple

from pipeline.source.discovery import Bounds

# Most bytes of a character in UTF-8.
BYTES_PER_CHARACTER = 4


class Limits(NamedTuple):
    """Limits of files; sizes are in code points unless stated otherwise."""

    file_size: int = 1_000_000
    large_file_size: int = 256_000  # above: a warning
    front_matter_size: int = 64_000
    data_file_size: int = 1_000_000
    yaml_depth: int = 16
    yaml_nodes: int = 5_000
    data_file_nodes: int = 200_000
    image_size: int = 20_000_000  # in bytes, as the next
    large_image_size: int = 1_000_000  # above: a warning
    markdown_depth: int = 20  # nested quotes, lists and list items, each counting one
    site_file_bytes: int = 25_000_000  # an image, a template or a static file

    @property
    def bounds(self) -> Bounds:
        """The limits in bytes, beyond which a file is not read."""
        return Bounds(
            BYTES_PER_CHARACTER * self.file_size, BYTES_PER_CHARACTER * self.data_file_size, self.site_file_bytes
        )
