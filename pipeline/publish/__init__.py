"""Bundles: published shapes, exporters, verification and releases."""
