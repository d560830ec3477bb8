"""The SHA-256 of a record: it differs whenever anything in the record does."""

import json
from collections.abc import Mapping
from hashlib import sha256

# The field that holds it.
KEY = "record_sha256"


def digest_of_record(record: Mapping[str, object]) -> str:
    """The SHA-256 of all fields but this one, as canonical JSON (https://www.rfc-editor.org/rfc/rfc8785).

    With keys in ASCII, and numbers that need no exponent (see `own_fields`), this is JSON with sorted keys, without
    spaces, in UTF-8.
    """
    others = {key: value for key, value in record.items() if key != KEY}
    text = json.dumps(others, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
