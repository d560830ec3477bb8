"""Citations of strategies and of what they refer to, in the formats that people and reference managers read."""
