"""Changes of a library: edits over several files, checked before any is written, and written all or none."""
