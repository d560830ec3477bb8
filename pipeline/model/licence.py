"""The licence of a library: its address, and whether a text names it."""

import re

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.licenses._spdx import LICENSES as LICENSES  # the list itself has no public name

# Ids of Creative Commons licences: the elements, the version, and a country or IGO.
CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?|SA)-([0-9]\.[0-9])(?:-([A-Z]{2,3}))?")
COMMONS = "https://creativecommons.org/"
# Creative Commons deeds whose addresses do not follow from the id.
OTHER_DEEDS = {
    "CC0-1.0": "publicdomain/zero/1.0/",
    "CC-PDM-1.0": "publicdomain/mark/1.0/",
    "CC-PDDC": "licenses/publicdomain/",
    "CC-BY-NC-ND-1.0": "licenses/by-nd-nc/1.0/",
}
# The names in the legal texts of Creative Commons.
ELEMENTS = {"BY": "Attribution", "NC": "NonCommercial", "SA": "ShareAlike", "ND": "NoDerivatives"}
# What joins licences in an expression.
OPERATORS = frozenset({"AND", "OR", "WITH"})


def spdx_expression(licence: str) -> str:
    """The licence as an SPDX expression (https://spdx.org/licenses); empty when it is none."""
    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        return ""


def licence_url(licence: str) -> str | None:
    """The canonical address of a licence; None when it is not a single one of the SPDX list."""
    id_ = spdx_expression(licence)
    if id_.lower() not in LICENSES:
        return None
    if id_ in OTHER_DEEDS:
        return COMMONS + OTHER_DEEDS[id_]
    if deed := CREATIVE_COMMONS.fullmatch(id_):
        elements, version, country = deed.groups()
        return f"{COMMONS}licenses/{elements.lower()}/{version}/" + (f"{country.lower()}/" if country else "")
    return f"https://spdx.org/licenses/{id_}.html"


def licence_ids(licence: str) -> list[str]:
    """The licences that an expression joins; one that is no SPDX expression is itself."""
    names = spdx_expression(licence).replace("(", " ").replace(")", " ").split()
    return list(dict.fromkeys(name for name in names if name not in OPERATORS)) or [licence]


def names_licence(text: str, licence: str) -> bool:
    """True when a text names each of the library's licences by its id, its address, or its full name."""
    words = " ".join(text.split()).casefold()
    return all(any(_holds(words, form) for form in _forms(id_)) for id_ in licence_ids(licence))


def _forms(id_: str) -> list[str]:
    forms = [id_]
    if address := licence_url(id_):
        forms.append(address.partition("://")[2].rstrip("/"))
    deed = CREATIVE_COMMONS.fullmatch(id_)
    if deed and deed[2] == "4.0":
        forms.append(f"{'-'.join(ELEMENTS[element] for element in deed[1].split('-'))} 4.0 International")
    return [*forms, "CC0 1.0 Universal"] if id_ == "CC0-1.0" else forms


def _holds(words: str, form: str) -> bool:
    """True when the words hold a form that is not part of a longer name."""
    return re.search(rf"(?<![\w.-]){re.escape(form.casefold())}(?![\w-])(?!\.\w)", words) is not None
