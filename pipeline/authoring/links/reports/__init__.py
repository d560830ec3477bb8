"""Reports on addresses outside of a library, one module for each format besides JSON."""
