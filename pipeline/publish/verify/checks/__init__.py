"""What a bundle promises, one module a subject. Every check found here runs: nothing is to be registered."""
