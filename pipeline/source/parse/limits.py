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
    yaml_keys: int = 1_000  # of one mapping
    data_file_nodes: int = 200_000
    image_size: int = 20_000_000  # in bytes, as the next
    large_image_size: int = 1_000_000  # above: a warning
    markdown_depth: int = 20  # nested quotes, lists and list items, each counting one
    sections: int = 500  # of a page, as the next three
    links: int = 5_000
    images: int = 1_000
    repeated_addresses: int = 250_000  # of definitions: an address counts once for each link that uses it
    site_file_bytes: int = 25_000_000  # an image, a template or a static file
    path_length: int = 500  # below the root
    pages: int = 100_000  # of a library
    findings: int = 1_000  # that a report lists of one file; the others are counted

    @property
    def bounds(self) -> Bounds:
        """The limits in bytes, beyond which a file is not read."""
        return Bounds(
            BYTES_PER_CHARACTER * self.file_size,
            BYTES_PER_CHARACTER * self.data_file_size,
            self.site_file_bytes,
            self.path_length,
            self.pages,
        )


ANY = 1_000_000_000
# For texts that are not an author's: those of a bundle, which verification compares with its records.
NO_LIMITS = Limits(file_size=ANY, sections=ANY, links=ANY, images=ANY, repeated_addresses=ANY)
