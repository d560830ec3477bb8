"""How large a file may be before it is refused unread: guards against hostile input."""

from typing import NamedTuple

from pipeline.source.discovery import Bounds

# Bytes that a character has at most.
WIDEST = 4


class Limits(NamedTuple):
    """Sizes in code points unless said otherwise."""

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
        """The same in bytes: what has more is refused without being read."""
        return Bounds(WIDEST * self.file_size, WIDEST * self.data_file_size, self.site_file_bytes)
