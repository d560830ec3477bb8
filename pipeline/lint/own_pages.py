"""The rules that look at the library's own pages and translations of these: those about text, not about strategies."""

# Rules for entries that hold for any page. All rules for documents do.
ENTRY_RULES = frozenset(
    {
        *("unknown-field", "missing-field", "invalid-value"),
        *("raw-html", "bare-address", "malformed-doi", "missing-alt-text", "remote-image", "vague-link-text"),
        *("heading-level-skipped", "title-heading", "unclosed-code-fence", "accidental-code", "broken-table"),
        *("pasted-bullet", "unknown-factor", "unknown-reference", "repeated-field"),
    }
)
