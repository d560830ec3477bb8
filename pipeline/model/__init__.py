"""Typed content: strategies, vocabulary, page policy, the library to check and the catalog to publish."""
