"""Incremental work: values of pure functions, memoised under a digest of their inputs."""
