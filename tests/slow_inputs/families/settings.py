"""Settings of the library: `strategies.toml`."""

from tests.slow_inputs.case import SETTINGS, Family, instead

FAMILIES: dict[str, Family] = {
    "unknown settings": instead(SETTINGS, "setting§ = 1\n"),
    "nearly known settings": instead(SETTINGS, "fail_on§ = 1\n"),
    "unknown limits": instead(SETTINGS, "limit§ = 1\n", "[limits]\n"),
    "unknown rules": instead(SETTINGS, 'rule-§ = "off"\n', "[severity]\n"),
    "impossible severities": instead(SETTINGS, 'rule-§ = "of"\n', "[severity]\n"),
    "unknown tables": instead(SETTINGS, "[table§]\nx = 1\n"),
    "tables in tables": instead(SETTINGS, ".a", "[a", "]\n"),
    "tables of two names": instead(SETTINGS, "[a.b§]\n"),
    "lists of tables": instead(SETTINGS, "[[a]]\n"),
    "lists in lists": instead(SETTINGS, "[", "x = "),
    "tables on one line": instead(SETTINGS, "{a = ", "x = "),
    "names with dots": instead(SETTINGS, "a.", "", "b = 1\n"),
    "names with quoted dots": instead(SETTINGS, '"a".', "", "b = 1\n"),
    "long text": instead(SETTINGS, "x", 'rules_url = "', '"\n'),
    "open text": instead(SETTINGS, "x", 'rules_url = "'),
    "open text of several lines": instead(SETTINGS, "x\n", 'rules_url = """'),
    "escapes": instead(SETTINGS, r"\u0041", 'rules_url = "', '"\n'),
    "quotation marks": instead(SETTINGS, '"'),
    "comments": instead(SETTINGS, "# a comment\n"),
    "a long number": instead(SETTINGS, "9", "[limits]\nfile_size = ", "\n"),
    "a list of words": instead(SETTINGS, '"word §", ', "[words]\nplaceholders = [", "]\n"),
    "words of another kind": instead(SETTINGS, "§, ", "[words]\nplaceholders = [", "]\n"),
    "the same setting": instead(SETTINGS, 'fail_on = "error"\n'),
    "blanks": instead(SETTINGS, " "),
    "brackets": instead(SETTINGS, "[ "),
    "equals signs": instead(SETTINGS, "= "),
}
