"""The language server: what an editor shows of a library while its files are written."""
