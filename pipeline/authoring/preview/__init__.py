"""A library in the browser while it is written: drafts and broken pages too, with each finding at its place."""
