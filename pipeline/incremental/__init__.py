"""What need not be worked out again: values of pure functions, each under the digest of all that was handed to it."""
