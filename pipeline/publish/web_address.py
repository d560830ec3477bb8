"""Addresses on the site of a library, from the address of the site itself."""


def site_base(base_url: str | None) -> str:
    """The address of the site with a slash at its end; empty when it is not known."""
    return base_url.rstrip("/") + "/" if base_url else ""


def web_address(base_url: str | None, path: str) -> str | None:
    """The address of a page or file, given its path on the site; None when that of the site is not known."""
    return site_base(base_url) + path if base_url else None
