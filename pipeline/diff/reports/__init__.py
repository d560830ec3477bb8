"""Reports of a difference between two bundles."""
