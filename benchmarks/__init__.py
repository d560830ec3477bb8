"""Measurements against peers, and the libraries they are made on."""
